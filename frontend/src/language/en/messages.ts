export const messages = {
  lightbox: {
    name: "Image Viewer (Press escape to close)",
    close: "Close image viewer",
    download: "Download file",
    share: "Share file",
  },
};
