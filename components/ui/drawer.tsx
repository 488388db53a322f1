export { Drawer } from './dialog';
