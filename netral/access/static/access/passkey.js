// Passkeys: asks the device for a key and puts its answer into the form. Data comes from the page.

const bytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const text = (buffer) => {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};
const named = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));

async function create({ publicKey }) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: named(publicKey.excludeCredentials),
    },
  });
  return answer(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get({ publicKey }) {
  const found = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: named(publicKey.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = found.response;
  return answer(found, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function answer(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { ...response, clientDataJSON: text(credential.response.clientDataJSON) },
  };
}

async function options(part, form) {
  const given = document.getElementById("js_data");
  if (given) return JSON.parse(given.textContent);
  const from = part.dataset.options ?? form.action;
  const asked = await fetch(from, { headers: { Accept: "application/json" } });
  if (!asked.ok) throw new Error(`no options: ${asked.status}`);
  return asked.json();
}

async function ask(part, form) {
  const data = await options(part, form);
  return data.creation_options ? create(data.creation_options) : get(data.request_options);
}

// A form of its own, or a part of a form that can be sent in other ways too.
for (const part of document.querySelectorAll("[data-passkey]")) {
  const form = part.closest("form");
  const said = part.querySelector("[data-said]");
  const say = (what) => {
    said.textContent = part.dataset[what];
    said.hidden = !said.textContent;
  };
  const button = part.querySelector("button");
  const bare = /^[\d.]+$|:/.test(location.hostname); // a key is bound to a name, never to an address
  part.hidden = false;
  if (!window.PublicKeyCredential || bare) {
    button.hidden = true;
    say(bare ? "bare" : "missing");
    continue;
  }
  const whole = part === form;
  (whole ? form : button).addEventListener(whole ? "submit" : "click", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (!form.reportValidity()) return;
    say("none");
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(part, form));
      form.submit();
    } catch {
      say("failed");
      button.disabled = false;
      button.focus();
    }
  });
}
