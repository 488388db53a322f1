/** Length is what makes a password hard to guess; rules about signs only make it hard to remember. */
export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 128;
