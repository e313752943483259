/** The code of an error that says: there is no model to answer from; train one. Its words are in the user's language. */
export const noModelCode = 1;
