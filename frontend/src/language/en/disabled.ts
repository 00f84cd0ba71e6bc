export const disabled = {
  files: "Available in v2.0",
  avatars: "Available in v2.0",
  lightbox: "Image viewing coming soon",
  previews: "Preview coming soon",
  wish: "I want this",
  wished: "Noted. Thank you!",
};
