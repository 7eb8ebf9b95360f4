/** HTML in which a text can only ever be text: whatever is put into a template is escaped, unless it is markup that was made here. */

export interface Markup {
  readonly html: string;
}

type Part = string | Markup | readonly Markup[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template's own text is markup; what it is given is text. Attributes stand in double quotes. */
export function markup(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const html = template.map((own, index) => own + written(parts[index] ?? ''));
  return { html: html.join('') };
}

function written(part: Part): string {
  if (typeof part === 'string')
    return part.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
  return 'html' in part ? part.html : part.map(({ html }) => html).join('');
}
