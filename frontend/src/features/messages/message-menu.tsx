import { memo } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { Message } from "../../lib/wire.ts";
import { MenuPanel } from "./menu-panel.tsx";
import type { MessageTools } from "./tools.ts";
import { useMenu } from "./use-menu.ts";

interface MessageMenuProps {
  message: Message;
  tools: MessageTools;
  onNewBoost: () => void;
}

/** What can be done with a message. Its panel is drawn while it is open: three hundred of them would weigh a lot. */
export const MessageMenu = memo(function MessageMenu({ message, tools, onNewBoost }: MessageMenuProps) {
  const { details, panel, open, opens, toggle, close, press } = useMenu();
  return (
    <details className="menu" ref={details} open={open} data-opens={opens}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a button */}
      <summary
        className="menu__button message__options-btn"
        aria-label={words().messages.menu.name}
        onClick={(event) => {
          event.preventDefault();
          toggle(event.detail === 0);
        }}
      >
        <Icon name="dots" />
      </summary>
      {open && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys of the buttons in it
        <div className="menu__panel" ref={panel} onKeyDown={press}>
          <MenuPanel message={message} tools={tools} onNewBoost={onNewBoost} onClose={close} />
        </div>
      )}
    </details>
  );
});
