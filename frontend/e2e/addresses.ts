import type { Api } from "./api.ts";

/** Every page of src/routes.ts that a signed-in person can open, in the scene. */
export async function addresses(api: Api, room: string, administrator: boolean): Promise<string[]> {
  const { me, users, rooms } = await api.bootstrap();
  const other = users.find((user) => user.id !== me.id && user.role === "member");
  const bot = users.find((user) => user.role === "bot");
  const ping = rooms.find((each) => each.kind === "direct");
  const everybody = [
    `/rooms/${room}`,
    `/rooms/${room}/@3`,
    `/rooms/${room}/edit`,
    `/rooms/${ping?.id}`,
    `/rooms/${ping?.id}/edit`,
    "/rooms/opens/new",
    "/rooms/closeds/new",
    "/rooms/directs/new",
    "/searches",
    "/searches?q=pot",
    "/notifications",
    "/share?text=Look",
    "/users/me/profile",
    "/users/me/push_subscriptions",
    `/users/${other?.id}`,
    `/users/${bot?.id}`,
    "/account/edit",
    "/nowhere",
  ];
  const administrators = [
    "/account/bots",
    "/account/bots/new",
    `/account/bots/${bot?.id}/edit`,
    "/account/custom_styles/edit",
  ];
  return administrator ? [...everybody, ...administrators] : everybody;
}
