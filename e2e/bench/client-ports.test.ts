import { expect, it } from 'vitest';
import { parsePorts } from './client-ports';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:D324 0100007F:9AAB 01 00000000:00000000 00:00000000 00000000     0        0 111 1 0 20 4 30 10 -1
   1: 0100007F:D325 0100007F:9AAB 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0 20 4 30 10 -1
   2: 0100007F:D326 0100007F:9AAB 06 00000000:00000000 00:00000000 00000000     0        0 111 1 0 20 4 30 10 -1`;

it('finds only established connections of the given sockets to the given port', () => {
  expect(parsePorts(TABLE, 0x9aab, new Set(['111']))).toEqual([0xd324]);
  expect(parsePorts(TABLE, 22, new Set(['111', '222']))).toEqual([]);
});
