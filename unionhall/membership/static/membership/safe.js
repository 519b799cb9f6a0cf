/**
 * What a form keeps on this phone: always encrypted with a key that can never leave the browser, for a day at most.
 * A page that is not served over HTTPS (or from this machine) has no such key; then nothing is kept at all.
 */
const NAME = "unionhall-joining";
const DAY = 24 * 60 * 60 * 1000;

export const canKeep = Boolean(window.isSecureContext && window.indexedDB && window.crypto && window.crypto.subtle);

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A page that goes away before the end of a transaction takes its change back. */
function ended(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("kept");
  };
  return asPromise(request);
}

async function inStore(store, mode, act) {
  const database = await open();
  try {
    const transaction = database.transaction(store, mode);
    const [result] = await Promise.all([asPromise(act(transaction.objectStore(store))), ended(transaction)]);
    return result;
  } finally {
    database.close();
  }
}

async function key() {
  const found = await inStore("keys", "readonly", (store) => store.get("key"));
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await inStore("keys", "readwrite", (store) => store.put(made, "key"));
  return made;
}

/** Keep a plain object under a name. */
export async function keep(name, value) {
  if (!canKeep) return false;
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await key(), plain);
  await inStore("kept", "readwrite", (store) => store.put({ nonce, sealed, at: Date.now() }, name));
  return true;
}

/** Give back what was kept under a name, or null: nothing there, older than a day, or no longer readable. */
export async function recall(name) {
  if (!canKeep) return null;
  const row = await inStore("kept", "readonly", (store) => store.get(name));
  if (!row) return null;
  try {
    if (Date.now() - row.at > DAY) throw new Error("too old");
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.nonce }, await key(), row.sealed);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch (_) {
    await forget(name);
    return null;
  }
}

/** Remove what was kept under a name. */
export async function forget(name) {
  if (canKeep) await inStore("kept", "readwrite", (store) => store.delete(name));
}
