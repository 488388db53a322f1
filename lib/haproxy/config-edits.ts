/** Edits of haproxy.cfg as plain data, so that a plan can store, show and repeat them: text in, text out or a refusal. */
import { ok, type Result } from '@/lib/base/result';
import type { ConfigChangeProblem } from './config-change';
import { type HaproxyConfigFile, parseHaproxyConfig, renderHaproxyConfig } from './config-file';
import type { SectionPlace } from './config-place';
import { addDirective, removeDirective, setDirective } from './directive-edit';
import { type NodeServer, type RetireWay, registerNode, restoreNode, retireNode } from './node-servers';
import type {
  BindDescription,
  ProxyChange,
  ProxyDescription,
  ProxyKind,
  ServerDescription,
} from './proxy-description';
import { addBind, addProxy, editProxy, removeBind, removeProxy } from './proxy-edit';
import { renameProxy, renameServer } from './references';
import { addServer, changeServer, removeServer, type ServerChange } from './server-edit';
import { shapeService, type WantedShape } from './service-shape';

export interface ProxyPlace {
  readonly kind: ProxyKind;
  readonly name: string;
}
export interface EntrancePlace {
  readonly kind: 'frontend' | 'listen';
  readonly name: string;
}

export type ConfigEdit =
  | { readonly do: 'add-proxy'; readonly proxy: ProxyDescription; readonly after?: SectionPlace }
  | { readonly do: 'edit-proxy'; readonly place: ProxyPlace; readonly change: ProxyChange }
  | { readonly do: 'remove-proxy'; readonly place: ProxyPlace }
  | { readonly do: 'rename-proxy'; readonly place: ProxyPlace; readonly to: string }
  | { readonly do: 'add-bind'; readonly place: EntrancePlace; readonly bind: BindDescription }
  | {
      readonly do: 'remove-bind';
      readonly place: EntrancePlace;
      readonly bind: Pick<BindDescription, 'address' | 'port'>;
    }
  | { readonly do: 'add-server'; readonly place: SectionPlace; readonly server: ServerDescription }
  | {
      readonly do: 'change-server';
      readonly place: SectionPlace;
      readonly server: string;
      readonly change: ServerChange;
    }
  | { readonly do: 'remove-server'; readonly place: SectionPlace; readonly server: string }
  | {
      readonly do: 'rename-server';
      readonly place: SectionPlace;
      readonly server: string;
      readonly to: string;
    }
  /** `values` null takes the line out. */
  | {
      readonly do: 'set-directive';
      readonly place: SectionPlace;
      readonly key: readonly string[];
      readonly values: readonly string[] | null;
    }
  | { readonly do: 'add-directive'; readonly place: SectionPlace; readonly words: readonly string[] }
  | { readonly do: 'remove-directive'; readonly place: SectionPlace; readonly words: readonly string[] }
  | { readonly do: 'shape-service'; readonly place: SectionPlace; readonly shape: WantedShape }
  | { readonly do: 'register-node'; readonly place: SectionPlace; readonly node: NodeServer }
  | {
      readonly do: 'retire-node';
      readonly place: SectionPlace;
      readonly server: string;
      readonly way: RetireWay;
    }
  | { readonly do: 'restore-node'; readonly place: SectionPlace; readonly server: string };

export interface ConfigEditRefusal extends ConfigChangeProblem {
  /** Which of the edits, from 0; its line numbers count the edits before it. */
  readonly edit: number;
}

/** All edits in order or none: the first refusal refuses them all. */
export function applyConfigEdits(
  text: string,
  edits: readonly ConfigEdit[],
): Result<string, ConfigEditRefusal> {
  let file = parseHaproxyConfig(text);
  for (const [index, edit] of edits.entries()) {
    const changed = applyConfigEdit(file, edit);
    if (!changed.ok) return { ok: false, error: { ...changed.error, edit: index } };
    file = changed.value;
  }
  return ok(renderHaproxyConfig(file));
}

export function applyConfigEdit(
  file: HaproxyConfigFile,
  edit: ConfigEdit,
): Result<HaproxyConfigFile, ConfigChangeProblem> {
  switch (edit.do) {
    case 'add-proxy':
      return addProxy(file, edit.proxy, edit.after);
    case 'edit-proxy':
      return editProxy(file, edit.place, edit.change);
    case 'remove-proxy':
      return removeProxy(file, edit.place);
    case 'rename-proxy':
      return renameProxy(file, edit.place, edit.to);
    case 'add-bind':
      return addBind(file, edit.place, edit.bind);
    case 'remove-bind':
      return removeBind(file, edit.place, edit.bind);
    case 'add-server':
      return addServer(file, edit.place, edit.server);
    case 'change-server':
      return changeServer(file, edit.place, edit.server, edit.change);
    case 'remove-server':
      return removeServer(file, edit.place, edit.server);
    case 'rename-server':
      return renameServer(file, edit.place, edit.server, edit.to);
    case 'set-directive':
      return setDirective(file, edit.place, edit.key, edit.values ?? undefined);
    case 'add-directive':
      return addDirective(file, edit.place, edit.words);
    case 'remove-directive':
      return removeDirective(file, edit.place, edit.words);
    case 'shape-service':
      return shapeService(file, edit.place, edit.shape);
    case 'register-node':
      return registerNode(file, edit.place, edit.node);
    case 'retire-node':
      return retireNode(file, edit.place, edit.server, edit.way);
    case 'restore-node':
      return restoreNode(file, edit.place, edit.server);
  }
}
