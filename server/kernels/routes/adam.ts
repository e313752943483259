/** Adam's step as a module of its own, for networks whose gradients come from TensorFlow.js. */
export { adamStep as step } from './parts/adamStep';
