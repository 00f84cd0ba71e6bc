/** What the server answers when it does not do something. */
export interface Refused {
  code: string;
  /** Of the form, if a single one is at fault. */
  field: string;
  /** The server's own English sentence. */
  message: string;
}

export const refusals = {
  /** Empty where there is nothing to say but that it failed. */
  said: ({ message }: Refused): string => message,
};
