import { expect, type Page, test } from '@playwright/test';
import { approve, endsAsPlanned, PLANNED_MS, undo } from './support/changes';
import { configurationHash } from './support/configuration';
import { beginWithFreshLab } from './support/fresh-lab';
import { cib, crmMon } from './support/nodes';
import { asAdministrator } from './support/people';

/**
 * An administrator makes a resource from its agent's own form, changes it, ties it to another, stops it, deletes it,
 * and takes all of it back. Each step is checked on the screen and by what the node itself says.
 */

test.describe.configure({ mode: 'serial' });
test.setTimeout(2_400_000);
beginWithFreshLab();

const NAME = 'story-dummy';
const AGENT = 'ocf:pacemaker:Dummy';
/** An agent is a program that the emulated node starts to describe itself. */
const DESCRIBED_MS = 90_000;

async function openResources(page: Page): Promise<void> {
  await asAdministrator(page);
  await page.goto('/');
  await page.getByRole('link', { name: '구성도 열기' }).click();
  await page.getByRole('link', { name: '리소스', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: '리소스' })).toBeVisible();
}

/** The page of one resource, from the table of all of them. */
async function openResource(page: Page): Promise<void> {
  await openResources(page);
  await page.getByRole('link', { name: NAME, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
}

async function chooseAction(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: `${NAME} 작업 더 보기` }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

test('a resource is created from its agent’s form, changed, tied, stopped, deleted, and brought back', async ({
  page,
}) => {
  const before = await configurationHash('node1');

  await test.step('what is missing is told, and what was typed stays', async () => {
    await openResources(page);
    await page.getByRole('link', { name: '새 리소스' }).click();
    await page.getByLabel('검색').fill('pacemaker dummy');
    await page.getByRole('button', { name: AGENT }).click({ timeout: DESCRIBED_MS });
    await expect(page).toHaveURL(/agent=ocf%3Apacemaker%3ADummy/);
    const name = page.getByLabel('이름', { exact: true });
    await expect(name).toBeVisible({ timeout: DESCRIBED_MS });
    await name.fill('1 wrong name');
    await page.getByRole('button', { name: '계획 만들기…' }).click();
    await expect(page.getByText('빠졌거나 잘못된 항목이 있습니다.', { exact: false })).toBeVisible();
    await expect(name).toHaveValue('1 wrong name');
    await name.fill(NAME);
  });

  await test.step('it is created: the plan says so, the cluster runs it, another node has the same text', async () => {
    await expect(page.getByText(`primitive ${NAME} ${AGENT}`)).toBeVisible();
    await page.getByRole('button', { name: '계획 만들기…' }).click();
    await approve(page, NAME, 'story: try the form');
    await endsAsPlanned(page);
    expect(await crmMon('node2')).toMatch(new RegExp(`<resource id="${NAME}"[^>]*role="Started"`));
    expect(await configurationHash('node2')).not.toBe(before);
  });

  await test.step('a parameter is changed, and nothing else of it', async () => {
    await openResource(page);
    await page.getByRole('link', { name: '편집…' }).click();
    const field = page.getByLabel('fake', { exact: true });
    await expect(field).toBeVisible({ timeout: DESCRIBED_MS });
    const plan = page.getByRole('button', { name: '계획 만들기…' });
    await expect(plan).toBeDisabled();
    await field.fill('story');
    await expect(page.getByText('1개 변경')).toBeVisible();
    await plan.click();
    await approve(page, NAME, 'story: change a parameter');
    await endsAsPlanned(page);
    expect(await cib('node2')).toMatch(/name="fake"[^>]*value="story"|value="story"[^>]*name="fake"/);
  });

  await test.step('it is tied to a VIP by a rule that says what it does before it is made', async () => {
    await openResources(page);
    await page.getByRole('link', { name: '규칙', exact: true }).click();
    await page.getByRole('button', { name: '규칙 추가' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('따라가는 리소스', { exact: true }).selectOption(NAME);
    await dialog.getByLabel('기준 리소스', { exact: true }).selectOption('vip_10g');
    await expect(dialog.getByText(`${NAME}: vip_10g 리소스가 있는 노드에서 실행합니다(항상).`)).toBeVisible();
    await dialog.getByRole('button', { name: '계획 만들기…' }).click();
    await approve(page, NAME, 'story: keep them together');
    await endsAsPlanned(page);
    expect(await cib('node1')).toMatch(new RegExp(`<rsc_colocation[^>]*rsc="${NAME}"`));
  });

  const tied = await configurationHash('node1');

  await test.step('it is stopped until further notice', async () => {
    await openResource(page);
    await chooseAction(page, '정지하고 그대로 두기');
    await approve(page, NAME, 'story: stop it');
    await endsAsPlanned(page);
    expect(await crmMon('node1')).toMatch(new RegExp(`<resource id="${NAME}"[^>]*role="Stopped"`));
  });

  await test.step('undo lets it run again, and the configuration is what it was', async () => {
    await undo(page, NAME);
    expect(await configurationHash('node1')).toBe(tied);
    expect(await crmMon('node1')).toMatch(new RegExp(`<resource id="${NAME}"[^>]*role="Started"`));
  });

  await test.step('it is deleted with its rule; undo brings both back', async () => {
    await openResource(page);
    await chooseAction(page, '삭제');
    await approve(page, NAME, 'story: delete it');
    await endsAsPlanned(page);
    expect(await configurationHash('node1')).toBe(before);
    await undo(page, NAME);
    expect(await configurationHash('node1')).toBe(tied);
  });

  await test.step('deleted for good, the cluster is as it was before all this', async () => {
    await openResource(page);
    await chooseAction(page, '삭제');
    await approve(page, NAME, 'story: clean up');
    await endsAsPlanned(page);
    expect(await configurationHash('node1')).toBe(before);
    expect(await configurationHash('node2')).toBe(before);
  });
});

test('fencing is not switched off unseen: it takes a typed name and a reason', async ({ page }) => {
  const before = await configurationHash('node1');
  await openResources(page);
  await page.getByRole('link', { name: '옵션', exact: true }).click();
  await page.getByRole('button', { name: 'stonith-enabled 편집' }).click();
  await page.getByLabel('stonith-enabled', { exact: true }).selectOption('false');
  await expect(page.getByText('보호가 약해지는 값입니다.')).toBeVisible();
  await page.getByRole('button', { name: '계획 만들기…' }).click();
  await expect(page.getByText('지금 해도 될까요?')).toBeVisible({ timeout: PLANNED_MS });
  await expect(page.getByLabel('확인을 위해 stonith-enabled 입력')).toBeVisible();
  await expect(page.getByRole('button', { name: '승인하고 실행' })).toBeDisabled();
  expect(await configurationHash('node1')).toBe(before);
});
