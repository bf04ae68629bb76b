import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';
import { WebSocketServer } from 'ws';

const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  request.pipe(response);
});
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  socket.on('message', (data) => socket.send(data));
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage(server.address()));
