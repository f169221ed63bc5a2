const dark = matchMedia("(prefers-color-scheme: dark)");
const followTheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", followTheme);
followTheme();

SwaggerUIBundle({
  url: "/swagger.json",
  dom_id: "#page",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  filter: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // The answers that the document describes, also where the service is set to answer as Taipy does.
  requestInterceptor: (request) => {
    const { origin, pathname } = new URL(request.url, location.href);
    if (origin === location.origin && pathname.startsWith("/api/")) request.headers["Taipy-Compat"] ??= "off";
    // A browser refuses to send a body with GET.
    if (request.method === "GET") delete request.body;
    return request;
  },
  defaultModelsExpandDepth: 0,
  // A browser that keeps a token hands it to the next person who sits down at it.
  persistAuthorization: false,
  // The badge would send the document to a server elsewhere.
  validatorUrl: null,
});
