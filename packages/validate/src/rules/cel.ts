import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { IDENTIFIER_FUNCTIONS } from './functions.ts';

/** What the return being checked says about itself, for rules that compare with it. */
export interface CheckContext {
  readonly [name: string]: string | number | boolean | readonly string[];
}

/** Values that expressions work with. CEL's int is a JavaScript number here; results beyond 2^53 are refused. */
type Value = string | number | boolean | readonly Value[] | CheckContext;

/** Gives the text of a column of the current row. */
export type RowText = (column: number) => string;

export type Compiled = (row: RowText, context: CheckContext) => Value;

/** An expression that does not parse, does not type-check, or uses what Garner does not run. */
export class ExpressionError extends Error {
  override name = 'ExpressionError';
}

/** A rule that could not be worked out for a row; reported as a finding of its own, never as "no fault". */
export class EvaluationFailed extends Error {
  override name = 'EvaluationFailed';
}

/** An expression made ready, and the names under `context` that it reads. */
export interface Expression {
  readonly holds: (row: RowText, context: CheckContext) => boolean;
  readonly contextNames: readonly string[];
  /** The columns it reads. */
  readonly columns: readonly number[];
  /** Its syntax tree, from which a kernel's tests are planned. */
  readonly ast: ASTNode;
}

/**
 * Compiles a CEL expression to closures. Columns are string variables by their names; `row['Any name']` reaches those
 * whose names are no identifiers; `context` is what the return says about itself. No code is generated.
 */
export function compileExpression(source: string, columns: readonly string[]): Expression {
  const parsed = parse(source, columns);
  const compiler = new Compiler(columns);
  const value = compiler.compile(parsed);
  return {
    contextNames: [...compiler.contextNames],
    columns: [...compiler.used],
    ast: parsed,
    holds: (row, context) => {
      const result = value(row, context);
      if (typeof result !== 'boolean') throw new EvaluationFailed(`not a yes or no: ${source}`);
      return result;
    },
  };
}

function parse(source: string, columns: readonly string[]): ASTNode {
  const environment = environmentOf(columns);
  try {
    const parsed = environment.parse(source);
    const checked = parsed.check();
    if (!checked.valid) throw checked.error ?? new Error('does not type-check');
    if (checked.type !== 'bool' && checked.type !== 'dyn') throw new Error(`gives ${checked.type}, not yes or no`);
    return parsed.ast;
  } catch (cause) {
    throw new ExpressionError(`${source}: ${(cause as Error).message}`, { cause });
  }
}

let common: Environment | undefined;
/** Rules of one template name the same columns. */
const known: WeakMap<readonly string[], Environment> = new WeakMap();

/** What expressions over these columns may name. */
function environmentOf(columns: readonly string[]): Environment {
  common ??= commonEnvironment();
  const kept = known.get(columns);
  if (kept) return kept;
  const environment = common.clone();
  for (const column of columns) {
    if (!/^[A-Za-z_]\w*$/.test(column)) continue;
    try {
      environment.registerVariable(column, 'string');
    } catch {
      // CEL keeps some names for itself (`type`, `int`); such a column is reached by row['type'].
    }
  }
  known.set(columns, environment);
  return environment;
}

/** What the expressions of every template may name. Each further function costs a fresh index of all of them. */
function commonEnvironment(): Environment {
  const environment = new Environment()
    .registerVariable('context', 'map')
    .registerVariable('row', 'map<string, string>');
  for (const [name, handler] of Object.entries(IDENTIFIER_FUNCTIONS)) {
    environment.registerFunction(`${name}(string): bool`, handler);
  }
  return environment;
}

class Compiler {
  readonly contextNames: Set<string> = new Set();
  readonly used: Set<number> = new Set();
  readonly #columns: ReadonlyMap<string, number>;

  constructor(columns: readonly string[]) {
    this.#columns = new Map(columns.map((name, index) => [name, index]));
  }

  compile(node: ASTNode): Compiled {
    switch (node.op) {
      case 'value':
        return literal(node.args);
      case 'id':
        return this.#variable(node.args);
      case '.':
        return this.#member(node.args[0], node.args[1]);
      case '[]':
        return this.#index(node.args[0], node.args[1]);
      case 'list':
        return this.#list(node.args);
      case '!_': {
        const inner = this.compile(node.args);
        return (row, context) => !truth(inner(row, context));
      }
      case '&&':
        return decided(false, this.#pair(node.args));
      case '||':
        return decided(true, this.#pair(node.args));
      case '?:': {
        const [test, yes, no] = node.args.map((arg) => this.compile(arg)) as [Compiled, Compiled, Compiled];
        return (row, context) => (truth(test(row, context)) ? yes : no)(row, context);
      }
      case 'call':
        return call(
          node.args[0],
          node.args[1].map((arg) => this.compile(arg)),
        );
      case 'rcall':
        return call(
          node.args[0],
          [node.args[1], ...node.args[2]].map((arg) => this.compile(arg)),
        );
      default:
        return this.#operator(node.op, node.args as [ASTNode, ASTNode]);
    }
  }

  #pair([left, right]: readonly [ASTNode, ASTNode]): [Compiled, Compiled] {
    return [this.compile(left), this.compile(right)];
  }

  #variable(name: string): Compiled {
    if (name === 'context') return (_row, context) => context;
    const column = this.#columns.get(name);
    if (column === undefined) throw new ExpressionError(`There is no column ${name}`);
    this.used.add(column);
    return (row) => row(column);
  }

  #member(object: ASTNode, name: string): Compiled {
    if (object.op !== 'id' || object.args !== 'context') throw new ExpressionError(`.${name} is not supported here`);
    this.contextNames.add(name);
    return (_row, context) => {
      const value = context[name];
      if (value === undefined) throw new EvaluationFailed(`context.${name} is not known`);
      return value;
    };
  }

  #index(object: ASTNode, key: ASTNode): Compiled {
    if (object.op === 'id' && object.args === 'row' && key.op === 'value') return this.#variable(String(key.args));
    throw new ExpressionError("Only row['name of a column'] can be indexed");
  }

  #list(nodes: readonly ASTNode[]): Compiled {
    const members = nodes.map((node) => this.compile(node));
    if (nodes.every((node) => node.op === 'value')) {
      const constant = members.map((member) => member(() => '', {}));
      return () => constant;
    }
    return (row, context) => members.map((member) => member(row, context));
  }

  #operator(op: string, args: readonly [ASTNode, ASTNode]): Compiled {
    const run = OPERATORS[op];
    if (!run) throw new ExpressionError(`The operator ${op} is not supported`);
    const [left, right] = this.#pair(args);
    return (row, context) => run(left(row, context), right(row, context));
  }
}

/** `&&` (decided by false) and `||` (by true): a side that decides does so even where the other fails, as CEL wants. */
function decided(by: boolean, [left, right]: readonly [Compiled, Compiled]): Compiled {
  return (row, context) => {
    try {
      if (truth(left(row, context)) === by) return by;
    } catch (error) {
      if (error instanceof EvaluationFailed && truth(right(row, context)) === by) return by;
      throw error;
    }
    return truth(right(row, context));
  };
}

function literal(value: unknown): Compiled {
  if (typeof value === 'string' || typeof value === 'boolean') return () => value;
  const whole = typeof value === 'bigint' ? Number(value) : Number.NaN;
  // Decimals too are refused: their sums are not exact.
  if (!Number.isSafeInteger(whole)) throw new ExpressionError(`The literal ${String(value)} is not supported`);
  return () => whole;
}

function equal(left: Value, right: Value): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  return left.length === right.length && left.every((member, at) => equal(member, right[at]));
}

function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw new EvaluationFailed('not a yes or no');
  return value;
}

function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new EvaluationFailed('a number is too large');
  return value;
}

function both(left: Value, right: Value, run: (a: number, b: number) => number): number {
  if (typeof left !== 'number' || typeof right !== 'number') throw new EvaluationFailed('not a number');
  return exact(run(left, right));
}

function compare(left: Value, right: Value): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  throw new EvaluationFailed('these cannot be compared');
}

const OPERATORS: Readonly<Record<string, (left: Value, right: Value) => Value>> = {
  '==': equal,
  '!=': (left, right) => !equal(left, right),
  '<': (left, right) => compare(left, right) < 0,
  '<=': (left, right) => compare(left, right) <= 0,
  '>': (left, right) => compare(left, right) > 0,
  '>=': (left, right) => compare(left, right) >= 0,
  '+': (left, right) =>
    typeof left === 'string' && typeof right === 'string' ? left + right : both(left, right, (a, b) => a + b),
  '-': (left, right) => both(left, right, (a, b) => a - b),
  '*': (left, right) => both(left, right, (a, b) => a * b),
  in: (left, right) => {
    if (!Array.isArray(right)) throw new EvaluationFailed('not a list');
    return right.some((member) => equal(left, member));
  },
};

const CALLS: Readonly<Record<string, (args: readonly Value[]) => Value>> = {
  ...Object.fromEntries(
    Object.entries(IDENTIFIER_FUNCTIONS).map(([name, run]) => [name, ([text]) => run(string(text))]),
  ),
  int: ([value]) => {
    if (typeof value === 'number') return exact(Math.trunc(value));
    if (!/^[+-]?\d+$/.test(string(value))) throw new EvaluationFailed('not a whole number');
    return exact(Number(value));
  },
  size: ([value]) => (Array.isArray(value) ? value.length : [...string(value)].length),
  substring: ([text, from, to]) => {
    const characters = string(text);
    const end = to === undefined ? characters.length : Number(to);
    if (Number(from) < 0 || Number(from) > end || end > characters.length) {
      throw new EvaluationFailed('the text is too short');
    }
    return characters.slice(Number(from), end);
  },
  startsWith: ([text, part]) => string(text).startsWith(string(part)),
  endsWith: ([text, part]) => string(text).endsWith(string(part)),
  contains: ([text, part]) => string(text).includes(string(part)),
};

function string(value: Value | undefined): string {
  if (typeof value !== 'string') throw new EvaluationFailed('not a text');
  return value;
}

function call(name: string, args: readonly Compiled[]): Compiled {
  const run = CALLS[name];
  if (!run) throw new ExpressionError(`The function ${name} is not supported`);
  const [only] = args;
  if (args.length === 1 && only) return (row, context) => run([only(row, context)]);
  return (row, context) => run(args.map((arg) => arg(row, context)));
}
