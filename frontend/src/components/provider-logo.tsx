import { Icon } from "./icon.tsx";

/** A provider's mark. As a picture it can do nothing but be seen. */
export function ProviderLogo({ logo }: { logo: string }) {
  if (!logo) return <Icon name="key" />;
  return <img className="provider__logo" src={`data:image/svg+xml,${encodeURIComponent(logo)}`} alt="" />;
}
