// The preview's own channel: called after each build, and whenever it was lost and found again.
let last;

export function onBuild(call) {
  let socket;
  let wait = 500;
  let over = false;
  const open = () => {
    if (over) return;
    socket = new WebSocket(`ws://${location.host}/livereload`);
    socket.onopen = () => {
      wait = 500;
      socket.send(JSON.stringify({ command: "hello", protocols: ["http://livereload.com/protocols/official-7"] }));
      call();
    };
    socket.onmessage = (event) => {
      const { command, path } = JSON.parse(event.data);
      // Of pages alone: the build goes on, and what it finds is told at its end.
      if (command !== "reload" || path === "pages") return;
      clearTimeout(last);
      last = setTimeout(call, 30);
    };
    socket.onclose = () => {
      if (!over) setTimeout(open, (wait = Math.min(8000, wait * 2)));
    };
  };
  open();
  return () => {
    over = true;
    socket?.close();
  };
}
