import { defineMessages } from '../define';

export const adopt = defineMessages({}, {});
