// Every code that a finding may carry, with its severity, what it means, why it is looked for, and the way out.
import type { Severity } from './findings.ts';

export interface Code {
  readonly severity: Severity;
  /** One line. */
  readonly title: string;
  readonly why: string;
  readonly wayOut: string;
  /** It may be meant, and nothing in a model can say so: --strict lets it through. */
  readonly mayStay?: true;
}

const error = (title: string, why: string, wayOut: string): Code => ({ severity: 'error', title, why, wayOut });
const warning = (title: string, why: string, wayOut: string): Code => ({ severity: 'warning', title, why, wayOut });

export const table = {
  // Text
  syntax: error(
    'The file is not YAML',
    'Nothing can be said about a model before its text can be read.',
    'Look at the indentation, quotes and brackets of the line shown and the one before it.',
  ),
  'unsupported-yaml': error(
    'Anchors, aliases, merge keys and tags have no place in a model',
    'Nothing may stand twice, and a reader should not have to look elsewhere to know what a line says.',
    'Write it out, or declare one assumption or group that others name.',
  ),
  'empty-model': error('The file is empty', 'There is nothing to draw.', 'Begin with "name:" and "title:".'),
  'several-documents': error(
    'The file holds more than one YAML document',
    'One file is one model; the second document would be ignored without a word.',
    'Remove the "---" line, or move what follows to a file of its own.',
  ),
  'too-large': error(
    'The model is too large or nested too deeply',
    'A model is read again on every save, so it must be read in a moment.',
    'Split it into one model for each pipeline; look for brackets that are not closed.',
  ),
  'duplicate-key': error(
    'A key stands twice in one place',
    'YAML readers differ in which of the two they keep.',
    'Remove one of them, or give it another name.',
  ),
  // Shape
  'unknown-key': error(
    'A key means nothing here',
    'A misspelt key would otherwise be left out without a word.',
    'Take the nearest name shown, or remove the key.',
  ),
  'missing-key': error('A required key is missing', 'What follows from it could not be computed.', 'Add the key.'),
  'wrong-type': error(
    'A value is of the wrong type',
    'A text where a list is wanted, or a size where a duration is wanted, cannot be meant.',
    'Write it in the form that the message shows.',
  ),
  'invalid-value': error(
    'A value is not among those allowed',
    'AWS or the model knows a fixed set or range here.',
    'Take one of the values listed.',
  ),
  'invalid-name': error(
    'A name cannot be used',
    'Names become names of resources, drawings and formulas, so they are letters and digits.',
    'Begin with a letter and go on with letters and digits, e.g. orderStream.',
  ),
  'unknown-service': error(
    'The catalogue has no such service',
    'Only services of the catalogue can be sized, drawn and provisioned.',
    'Take the nearest name shown, or add the service to the catalogue.',
  ),
  'bad-setting': error(
    'A setting does not fit the others',
    'The service itself knows what its settings may be together.',
    'Follow the hint; it comes from the service.',
  ),
  // Names
  'unknown-reference': error(
    'A name refers to nothing',
    'An arrow or setting that leads nowhere cannot be built.',
    'Take the nearest name shown, or declare what is meant.',
  ),
  'duplicate-id': error(
    'Two connections have the same id',
    'Drawings, resources and findings name a connection by its id.',
    'Give one of them an "id" of its own.',
  ),
  'name-taken': error(
    'A name is already a unit or a kind',
    'In an expression nobody could say which of the two is meant.',
    'Choose another name.',
  ),
  'group-cycle': error('Groups stand in each other', 'A frame cannot be drawn inside itself.', 'Remove one "in".'),
  // Quantities
  'bad-quantity': error(
    'An expression cannot be read or calculated',
    'Every figure follows from these expressions.',
    'Write numbers with units, names of assumptions, + - * / and brackets.',
  ),
  'unknown-unit': error(
    'A unit is not known',
    'A number without a known unit could mean anything.',
    'Use a unit of the list in the documentation, or declare what is counted under "kinds".',
  ),
  'unit-mismatch': error(
    'Two quantities do not measure the same',
    'Bytes cannot be added to seconds; the sum would be wrong without a word.',
    'Give both the same unit, or multiply one by what turns it into the other.',
  ),
  'assumption-cycle': error(
    'Assumptions rest on each other in a circle',
    'None of them could be computed.',
    'Give one of them a value that uses none of the others.',
  ),
  'outside-range': error(
    'A value lies outside its own range',
    'The range says what the value may be; one of the two is wrong.',
    'Change the value or widen the range.',
  ),
  'unused-assumption': warning(
    'An assumption that nothing uses',
    'A reader would take it for a figure that the design rests on.',
    'Use it, or remove it.',
  ),
  // Words
  unlabelled: error(
    'A label is missing, blank or no more than the id',
    'Every component and arrow is labelled in words, or the picture says nothing.',
    'Say what it is for or what it does, in a few words.',
  ),
  'same-label': warning(
    'Two components have one label',
    'Pictures and documents call them by it, and nobody could tell them apart.',
    'Give one of them a label that says what sets it apart.',
  ),
  'unknown-region': {
    ...warning(
      'A Region is not known',
      'A slip would be seen only by a deployment, and every figure would be for another place.',
      'Correct it; a Region newer than the list may stay as it is, under --strict too.',
    ),
    mayStay: true,
  },
  'digits-in-statement': error(
    'A statement holds a number of its own',
    'The figure would stand twice, and one of the two would soon be wrong.',
    'Leave the number to the placeholder, e.g. $value.',
  ),
  'value-not-stated': error(
    'A statement does not carry its value',
    'The sentence is printed with the value in it; without a placeholder it says nothing.',
    'Put the placeholder where the figure belongs, e.g. $value.',
  ),
  // Connections
  'impossible-connection': error(
    'No service can make this connection',
    'What an arrow says must be something that one of its two services does.',
    'Take one of the connections listed.',
  ),
  'carries-missing': error(
    'A connection does not say what it carries',
    'Its source has several ways out, so the events on each cannot be known.',
    'Add "carries" with the events.',
  ),
  'carries-unneeded': error(
    'A connection says what it carries, but has no choice',
    'The source sends all it holds on every way out, or the arrow carries no events.',
    'Remove "carries"; to take less, filter with "only".',
  ),
  'carries-absent': error(
    'A connection carries an event that its source never has',
    'The arrow would stay empty.',
    'Bring the event to the source, name the component that makes it in "madeBy", or remove it here.',
  ),
  'event-unreceived': error(
    'An event that nobody receives',
    'It is declared and sized, but no connection carries it.',
    'Add it to the "carries" of a connection, or remove it.',
  ),
  'event-unstored': warning(
    'An event that nothing stores',
    'Once processed it is gone: nothing can be proven, replayed or recounted.',
    'Lead it to a store, such as a stream with retention, a table or a bucket.',
  ),
  unreachable: error(
    'A component that nothing reaches',
    'No way leads to it from an entry point, so it never does anything.',
    'Connect it, or remove it.',
  ),
  'load-cycle': error(
    'Load runs in a circle',
    'Each turn would add to the load, without end.',
    'Remove an arrow, or mark the way back with "on: failure" if it is a recovery.',
  ),
  // Payloads and code
  'payload-missing': error(
    'A payload schema cannot be read',
    'It validates requests, types the code and names the columns of the lake.',
    'Create the file, or correct the path; it is relative to the model.',
  ),
  'payload-not-json': error('A payload schema is not JSON', 'It is read as JSON Schema.', 'Correct the JSON.'),
  'evidence-unreadable': error('Evidence that no run wrote', 'Documents tell what runs showed.', 'Do that run again.'),
  'payload-unsupported': error(
    'A payload schema uses what API Gateway does not know',
    'API Gateway knows a part of JSON Schema draft-04 and refuses or ignores the rest.',
    'Write it with the keywords of draft-04.',
  ),
  'handler-missing': error(
    'The folder of a handler does not exist',
    'The function would have no code.',
    'Create handlers/<name>/ beside the model, or correct the name.',
  ),
  'personal-data-unkept': error(
    'Personal data is stored without a limit or a way to erase it',
    'Whoever stores personal data must say how long and how it is erased.',
    'Say how long the component keeps it, and how it is erased in "erasure".',
  ),
  // The plan
  'objective-without-path': error(
    'An objective has no path to measure',
    'No way carries the event from the one component to the other.',
    'Correct "from", "to" or "carrying", or add the missing connection.',
  ),
  'unsourced-figure': warning(
    'A figure of AWS without a source is in use',
    'It was not found in what AWS publishes, so the results rest on a guess.',
    'Declare an assumption with "fact" and a reason, which then takes its place.',
  ),
  'objective-broken': warning(
    'An objective is not kept',
    'What was computed is worse than what was promised.',
    'Change what the message blames, or the promise.',
  ),
  'limit-exceeded': warning(
    'A limit is exceeded in a scenario',
    'AWS throttles or refuses what is above it.',
    'Raise the limit, spread the load, or accept it in the documents.',
  ),
} as const satisfies Readonly<Record<string, Code>>;
