// Passes requests on to a till with the token that a client without tokens cannot send.
import http from "node:http";
import https from "node:https";

// Resolves to the server once it listens, on a port of its own.
export const listen = (target, token) => {
  const { hostname, port } = new URL(target);
  const server = http.createServer((request, response) => {
    const onward = https.request({
      hostname,
      port,
      servername: "localhost",  // Of Host there is none: it may be a forged one.
      path: request.url,
      method: request.method,
      headers: { ...request.headers, authorization: `Bearer ${token}` },
    });
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
};
