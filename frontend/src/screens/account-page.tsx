import { useCallback, useEffect, useMemo, useState } from "react";
import { Flame } from "../components/flame.tsx";
import { Icon } from "../components/icon.tsx";
import { PageFrame } from "../components/page-frame.tsx";
import { Picture } from "../components/picture.tsx";
import { Switch } from "../components/switch.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { VersionBadge } from "../components/version-badge.tsx";
import { AccountForm } from "../features/account/account-form.tsx";
import { FlagPanel } from "../features/account/flag-panel.tsx";
import { InviteLink } from "../features/account/invite-link.tsx";
import { JoinPanel } from "../features/account/join-panel.tsx";
import { MailPanel } from "../features/account/mail-panel.tsx";
import { PeopleList } from "../features/account/people-list.tsx";
import type { PeopleActions } from "../features/account/person-entry.tsx";
import { words } from "../language/index.ts";
import {
  type AccountChange,
  changeAccount,
  changeFlag,
  changeJoining,
  type FlagName,
  type FlagValue,
  flagSettings,
  type Joining,
  renewJoinCode,
  uploadPicture,
} from "../lib/api/account.ts";
import { readMailing } from "../lib/api/mailing.ts";
import { changeUser, unban } from "../lib/api/users.ts";
import type { Setup } from "../lib/wire.ts";
import type { PageProps } from "./pages.ts";

export function AccountPage({ desk }: PageProps<"account">) {
  const { chat, server, flash, wishes } = desk;
  const account = useSnapshot(chat.account);
  const users = useSnapshot(chat.people);
  const flags = useSnapshot(chat.flags);
  const wished = useSnapshot(wishes).has("avatars");
  const [setup, setSetup] = useState<Setup | null>(null);
  const rules = users.get(chat.me)?.role === "administrator";
  const text = words().account;

  useEffect(() => {
    wishes.load();
    server.setup().then(setSetup, () => {});
  }, [server, wishes]);

  const actions: PeopleActions = useMemo(() => {
    const told = (work: Promise<Parameters<typeof chat.people.update>[0]>) =>
      work.then((user) => chat.people.update(user)).catch(flash.failed);
    return {
      setRole: (user, role) => told(changeUser(server, user.id, { role })),
      setStatus: (user, status) => told(changeUser(server, user.id, { status })),
      unban: (user) => told(unban(server, user.id)),
    };
  }, [chat, server, flash]);

  const readFlags = useCallback(() => flagSettings(server), [server]);
  const setFlag = (known: number, name: FlagName, value: FlagValue | null) =>
    changeFlag(server, known, name, value);

  async function setJoining(change: Partial<Joining>) {
    const kept = await changeJoining(server, change);
    chat.account.set({ ...chat.account.getSnapshot(), ...kept });
    return kept;
  }

  const canSend = useCallback(() => readMailing(server).then((mailing) => mailing.can_send), [server]);
  async function sayOfMail(change: AccountChange) {
    await changeAccount(server, change);
    chat.account.set({ ...chat.account.getSnapshot(), ...change });
  }

  function renew() {
    if (window.confirm(text.renewConfirm)) {
      renewJoinCode(server)
        .then((join_code) => chat.account.set({ ...chat.account.getSnapshot(), join_code }))
        .catch(flash.failed);
    }
  }

  return (
    <PageFrame title={text.title} headed={!rules} tools={rules && <Tools />}>
      <div className="form">
        {rules ? (
          <>
            <Picture
              label={text.uploadLogo}
              enabled={flags.avatars_enabled}
              notice={words().disabled.avatars}
              wished={wished}
              onWish={() => void wishes.wish("avatars").catch(flash.failed)}
              onPick={(file) => void uploadPicture(server, "logo", file).catch(flash.failed)}
            >
              <span className="signup__mark">
                <Flame />
              </span>
            </Picture>
            <AccountForm name={account.name} onRename={(name) => changeAccount(server, { name })} />
            <div className="group">
              <div className="entry">
                <Icon name="crown" />
                <span className="entry__text entry__text--wide">{text.restrict}</span>
                <Switch
                  label={text.restrict}
                  checked={account.restrict_room_creation}
                  onChange={(on) =>
                    changeAccount(server, { restrict_room_creation: on })
                      .then(() =>
                        chat.account.set({ ...chat.account.getSnapshot(), restrict_room_creation: on }),
                      )
                      .catch(flash.failed)
                  }
                />
              </div>
            </div>
          </>
        ) : (
          <>
            <span className="signup__mark">
              <Flame />
            </span>
            <h1 className="form__title">{account.name}</h1>
          </>
        )}
        {account.join_policy !== "nobody" && (
          <div className="group">
            <InviteLink url={`${window.location.origin}/join/${account.join_code}`} onFailed={flash.failed}>
              {rules && (
                <button className="btn" type="button" title={text.renew} onClick={renew}>
                  <Icon name="retry" />
                  <span className="visually-hidden">{text.renew}</span>
                </button>
              )}
            </InviteLink>
          </div>
        )}
        {rules && (
          <JoinPanel
            policy={account.join_policy}
            domains={account.join_domains}
            providers={setup?.auth_methods.oauth2 ?? null}
            onPolicy={async (join_policy) => void (await setJoining({ join_policy }))}
            onDomains={async (join_domains) => (await setJoining({ join_domains })).join_domains}
          />
        )}
        <PeopleList users={users} me={chat.me} actions={actions} />
        {rules && <MailPanel account={account} canSend={canSend} change={sayOfMail} />}
        {rules && <FlagPanel version={flags.version} read={readFlags} change={setFlag} />}
        <VersionBadge version={setup?.version ?? ""} />
      </div>
    </PageFrame>
  );
}

function Tools() {
  const text = words().account;
  return (
    <>
      <a className="btn" href="/account/bots" title={text.bots}>
        <Icon name="bot" />
        <span className="visually-hidden">{text.bots}</span>
      </a>
      <a className="btn" href="/account/status" title={words().status.open}>
        <Icon name="pulse" />
        <span className="visually-hidden">{words().status.open}</span>
      </a>
      <a className="btn" href="/account/custom_styles/edit" title={text.styles}>
        <Icon name="brush" />
        <span className="visually-hidden">{text.styles}</span>
      </a>
    </>
  );
}
