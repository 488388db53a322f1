import { describe, expect, it } from 'vitest';
import { historiesIn, withProbes } from './large-cib';

const op = (id: string, action: string, code: number, changedAt: string) =>
  `<lrm_rsc_op id="${id}_last_0" operation_key="${id}_${action}_0" operation="${action}" transition-key="2:-1:${code}:x" transition-magic="0:${code};2:-1:${code}:x" rc-code="${code}" interval="0" last-rc-change="${changedAt}" op-digest="d1"/>`;
const monitor =
  '<lrm_rsc_op id="a_monitor_30000" operation="monitor" rc-code="0" interval="30000" op-digest="d2"/>';
const state = (id: string, inside: string) =>
  `<node_state id="${id}"><lrm id="${id}"><lrm_resources>${inside}</lrm_resources></lrm></node_state>`;
const CIB = `<cib><status>${state('1', `<lrm_resource id="a">${op('a', 'start', 0, '17')}\n${monitor}</lrm_resource>`)}${state('2', '')}</status></cib>`;

describe('histories of a large cluster', () => {
  it('are read by node and resource, all from the same moment', () => {
    const [first, second] = historiesIn(CIB);
    expect(first?.get('a')).toContain('last-rc-change="1795356000"');
    expect(first?.get('a')).toContain('id="a_monitor_30000"');
    expect(second?.size).toBe(0);
  });
  it('say of the other nodes that it was looked for and does not run there', () => {
    const [first, second] = withProbes(historiesIn(CIB));
    expect(first).toContain('a_start_0');
    expect(second).toBe(`<lrm_resource id="a">${op('a', 'monitor', 7, '1795356000')}</lrm_resource>`);
  });
});
