/** A designer's mail with marks: every kind of place, a copy for Outlook, and words that are not seen. */
export const marked = `<!doctype html><html lang="en"><head><title data-edit="title">Harbour news</title>
<style>:host { position: fixed !important; inset: 0; } body { margin: 0 } .lead { color: rgb(122, 46, 29) } @font-face { font-family: X; src: url(https://fonts.example/x.woff2) }</style></head>
<body bgcolor="#f4efe8"><div style="display:none" data-edit="preview" data-edit-label="Preview text">Boats and bread</div>
<table role="presentation" width="600" align="center"><tr><td style="padding:20px">
<h1 data-edit="headline" data-edit-max="20" style="color:rgb(122, 46, 29)">Summer</h1>
<div data-edit="story" data-edit-label="Story"><p class="lead" style="margin:0 0 10px">Dear {{name}}, come <b>early</b>.</p></div>
<img data-edit="photo" data-edit-label="Photo" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" alt="Quay" width="200" height="100">
<p><a data-edit="go" href="https://harbour.example/" style="color:rgb(0, 60, 110)">Come along</a></p>
<p data-edit="vip">{{#vip}}For you{{/vip}}</p>
<p>Harbour, 1 Quay, <a href="{{unsubscribeUrl}}" style="color:#333">unsubscribe</a></p>
</td></tr></table></body></html>`

/** HTML of which nobody thought that it would be filled. */
export const plain = `<table role="presentation"><tr><td><h2>News</h2><p>Bread at <a href="https://harbour.example/bread">eight</a></p></td></tr></table>`
