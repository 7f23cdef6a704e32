const frame = (body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Port Services</title>
<style>body { font-family: system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }</style>
</head>
<body>${body}</body>
</html>`

export const loginPage = (problem?: string): string =>
  frame(`<h1>Port Services</h1>
${problem === undefined ? '' : `<p role="alert">${problem}</p>`}
<form method="post" action="/login">
<p><label>Name <input name="name" autocomplete="username" required></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<button>Log in</button>
</form>`)

/** A page of the host with the campaigns in it. The elements send the host's session cookie by themselves. */
export const page = (user: string): string =>
  frame(`<p>Logged in as ${user}</p>
<sillage-provider base-url="/mail">
<campaign-manager></campaign-manager>
<campaign-toasts></campaign-toasts>
</sillage-provider>
<script type="module" src="/assets/page.js"></script>`)
