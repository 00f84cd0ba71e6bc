export const pages = {
  home: "Back to the fire",
  noRooms: "No rooms yet",
  noRoomsHint: "As soon as somebody lets you into a room, it shows up here.",
  notCome: "These messages didn't come",
  nothingSaid: "Nothing said here yet. The first word is yours.",
  nothingHere: "Nothing at this address",
  roomGone: "This room is not here",
  roomGoneHint: "It was closed, or you are not in it.",
};
