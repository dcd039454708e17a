/** What asks the user: kernel/runtime/dialogs.ts as a declaration. */
export const DIALOGS = `/** Asks the user for a line of text and waits for it. An empty answer gives the default. With \`password\` what is typed is hidden. */
declare function prompt(message?: string, defaultValue?: string | { password?: boolean }): string;
/** Asks the user a question and waits; true if the answer is yes. */
declare function confirm(message?: string): boolean;
/** Shows the user a message and waits until it was read. */
declare function alert(message?: unknown): void;
`;
