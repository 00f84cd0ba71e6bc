import type { ReactNode } from "react";
import { LinkBox } from "../../components/link-box.tsx";
import { words } from "../../language/index.ts";

interface InviteLinkProps {
  url: string;
  quiet?: boolean;
  onFailed: (error: unknown) => void;
  children?: ReactNode;
}

/** The one link by which people come in. */
export function InviteLink({ url, quiet, onFailed, children }: InviteLinkProps) {
  return (
    <LinkBox
      id="invite_url"
      words={words().account.invite}
      icon="person-plus"
      quiet={quiet}
      url={url}
      want={() => Promise.resolve(url)}
      onFailed={onFailed}
    >
      {children}
    </LinkBox>
  );
}
