// Stands in for every `actions.ts` in pictures: whatever is asked, Haven does not answer.
module.exports = new Proxy(
  {},
  {
    get: (_target, name) =>
      name === '__esModule' ? false : async () => ({ ok: false, error: { kind: 'offline' } }),
  },
);
