document.getElementById('chat')?.replaceChildren();
