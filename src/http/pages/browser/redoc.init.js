const SANS = "system-ui, sans-serif";
const MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace";

Redoc.init(
  "/swagger.json",
  {
    disableGoogleFont: true,
    sanitize: true,
    nativeScrollbars: true,
    expandResponses: "200,201",
    theme: {
      colors: { primary: { main: "#b3261e" } },
      typography: {
        fontFamily: SANS,
        headings: { fontFamily: SANS, fontWeight: "650" },
        code: { fontFamily: MONO },
      },
    },
  },
  document.getElementById("page"),
);
