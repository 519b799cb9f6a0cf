/** The check of a mainland resident's ID number (GB 11643), so that a slip is seen before anything is sent. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export function tidy(text) {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000.·-]/g, "")
    .toUpperCase();
}

/** Return "" when the number stands, else which thing is wrong: "length", "date" or "check". */
export function fault(text) {
  const number = tidy(text);
  if (!/^\d{17}[\dX]$/.test(number)) return "length";
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  const born = new Date(year, month - 1, day);
  if (born.getMonth() !== month - 1 || born.getDate() !== day || born > new Date()) return "date";
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  return "10X98765432"[sum % 11] === number[17] ? "" : "check";
}

export function masked(text) {
  const number = tidy(text);
  return number.length < 8 ? "*".repeat(number.length) : number.slice(0, 3) + "*".repeat(number.length - 7) + number.slice(-4);
}
