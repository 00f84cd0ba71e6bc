import { useEffect, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { Message } from "../../lib/wire.ts";
import { QUICK_BOOSTS } from "../../models/message-actions.ts";
import { type MenuItem, menuItems } from "./menu-items.ts";
import type { MessageTools } from "./tools.ts";

/** How long the tick stays before the menu goes. */
const DONE_MS = 900;

interface MenuPanelProps {
  message: Message;
  tools: MessageTools;
  onNewBoost: () => void;
  onClose: (focusBack?: boolean) => void;
}

export function MenuPanel({ message, tools, onNewBoost, onClose }: MenuPanelProps) {
  const [done, setDone] = useState("");
  const { menu, boosts } = words().messages;
  const { actions } = tools;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new onClose does not begin the wait anew
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => onClose(true), DONE_MS);
    return () => clearTimeout(timer);
  }, [done]);

  async function run(item: MenuItem) {
    if (item.closes) onClose(item.closes === "back");
    if ((await item.run()) && item.says) setDone(item.name);
  }

  return (
    <>
      <div className="menu__boosts" data-columns={3}>
        {QUICK_BOOSTS.map((content) => (
          <button
            key={content}
            className="menu__boost message__boost-btn"
            type="button"
            aria-label={boosts.quick[content]}
            title={boosts.quick[content]}
            onClick={() => {
              onClose(true);
              void actions.boost(message, content);
            }}
          >
            {content}
          </button>
        ))}
        <button
          className="menu__boost"
          type="button"
          aria-label={menu.newBoost}
          title={menu.newBoost}
          onClick={() => {
            onClose();
            onNewBoost();
          }}
        >
          <Icon name="smile-plus" />
        </button>
      </div>
      <div className="menu__actions" data-columns={1}>
        {menuItems(message, tools).map((item) => (
          <button
            key={item.name}
            className={item.className ? `menu__action ${item.className}` : "menu__action"}
            type="button"
            data-done={done === item.name}
            onClick={() => void run(item)}
          >
            <Icon name={done === item.name ? "check" : item.icon} />
            {item.name}
          </button>
        ))}
      </div>
      <span className="visually-hidden" role="status">
        {done && words().common.copied}
      </span>
    </>
  );
}
