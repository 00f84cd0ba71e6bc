import { useEffect } from "react";
import { PageFrame } from "../components/page-frame.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { StylesEditor } from "../features/account/styles-editor.tsx";
import { words } from "../language/index.ts";
import { changeAccount } from "../lib/api/account.ts";
import { undressed, wear } from "../lib/custom-styles.ts";
import type { PageProps } from "./pages.ts";

export function StylesPage({ desk }: PageProps<"styles">) {
  const { chat, server } = desk;
  const users = useSnapshot(chat.people);
  const { custom } = words().account;

  // What was only tried goes with the page.
  useEffect(() => () => wear(chat.account.getSnapshot().custom_styles), [chat]);

  async function save(custom_styles: string) {
    await changeAccount(server, { custom_styles });
    chat.account.set({ ...chat.account.getSnapshot(), custom_styles });
  }

  if (users.get(chat.me)?.role !== "administrator") {
    return (
      <PageFrame title={custom.title} back="/account/edit">
        <p className="form__lead">{custom.forbidden}</p>
      </PageFrame>
    );
  }
  return (
    <PageFrame title={custom.title} back="/account/edit" headed wide>
      <StylesEditor
        styles={chat.account.getSnapshot().custom_styles}
        onTry={wear}
        onSave={save}
        plain={undressed()}
      />
    </PageFrame>
  );
}
