// The page of the API: draws the OpenAPI document with forms to try each operation.

const frame = document.getElementById("api-docs");

// Sessions may use the API, with the token that all forms carry.
function withCsrf(request) {
  if (!["GET", "HEAD"].includes(request.method)) {
    request.headers["X-CSRFToken"] = frame.dataset.csrf;
  }
  return request;
}

window.SwaggerUIBundle({
  url: frame.dataset.schema,
  domNode: frame,
  deepLinking: true,
  validatorUrl: null,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  requestInterceptor: withCsrf,
});
