// The page of the API: draws the OpenAPI document with forms to try each operation.

const frame = document.getElementById("api-docs");

// Sessions may use the API, with the token that all forms carry.
function withCsrf(request) {
  if (!["GET", "HEAD"].includes(request.method)) {
    request.headers["X-CSRFToken"] = frame.dataset.csrf;
  }
  return request;
}

// Swagger UI's own layouts bring a second main part and heading: here they are the page's.
const partOfPage = (system) => ({
  components: {
    PartOfPage: () => {
      const draw = system.React.createElement;
      const part = (name) => draw(system.getComponent(name, true));
      return draw(
        "div",
        { className: "swagger-ui" },
        draw(system.getComponent("SvgAssets")),
        part("AuthorizeBtnContainer"),
        part("operations"),
      );
    },
  },
});

// A button inside a button is none for keyboards and readers.
function mend() {
  for (const inner of frame.querySelectorAll(".opblock-summary-control :is([tabindex], a)")) {
    inner.setAttribute("tabindex", "-1");
  }
}

new MutationObserver(mend).observe(frame, { childList: true, subtree: true });
window.SwaggerUIBundle({
  url: frame.dataset.schema,
  domNode: frame,
  plugins: [partOfPage],
  layout: "PartOfPage",
  validatorUrl: null,
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  requestInterceptor: withCsrf,
});
