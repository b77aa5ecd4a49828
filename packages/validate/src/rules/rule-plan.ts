import type { ASTNode } from '@marcbachmann/cel-js';
import { type NumberPart, OPERATORS, type Operator, type RulePlan, TEST_LIMIT, type TestPlan } from '../kernel/plan.ts';
import type { CheckContext } from './cel.ts';

/** What an expression's names stand for in the file at hand. */
export interface Names {
  /** Column of the file; undefined where the name is no column. */
  column(name: string): number | undefined;
  /** Whether each right value of the column is ASCII, so that its bytes are in the order of its characters. */
  isAscii(column: number): boolean;
  readonly context: CheckContext;
}

/** A rule as tests that bytes can answer, and for which of their answers it holds. */
export interface PlannedRule {
  readonly tests: readonly TestPlan[];
  readonly holds: RulePlan['holds'];
}

/** An expression in terms of the answers to tests. */
type Answers = (answers: number) => boolean;

const FLIPPED: Readonly<Record<Operator, Operator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
const MIRROR_LIMIT = 1e15;
/** Most bytes of a list's texts that a kernel takes. */
const TEXTS_BYTES = 64 * 1024;
const encoder = new TextEncoder();

/**
 * Puts an expression as at most `TEST_LIMIT` questions about bytes: equality, membership, order, numbers, check digits,
 * joined by and, or, not. Undefined where there is more to it; then its closure is asked (cel.ts).
 */
export function planRule(ast: ASTNode, names: Names): PlannedRule | undefined {
  const planner = new Planner(names);
  const answers = planner.plan(ast);
  const { tests } = planner;
  if (!answers || tests.length > TEST_LIMIT) return undefined;
  let holds = 0n;
  for (let each = 0; each < 1 << tests.length; each++) if (answers(each)) holds |= 1n << BigInt(each);
  return { tests, holds };
}

class Planner {
  readonly tests: TestPlan[] = [];
  readonly #names: Names;
  readonly #known: Map<string, number> = new Map();

  constructor(names: Names) {
    this.#names = names;
  }

  plan(node: ASTNode): Answers | undefined {
    switch (node.op) {
      case 'value':
        return typeof node.args === 'boolean' ? () => node.args === true : undefined;
      case '!_': {
        const inner = this.plan(node.args);
        return inner && ((answers) => !inner(answers));
      }
      case '&&':
      case '||': {
        const [left, right] = (node.args as readonly ASTNode[]).map((each) => this.plan(each));
        if (!left || !right) return undefined;
        return node.op === '&&'
          ? (answers) => left(answers) && right(answers)
          : (answers) => left(answers) || right(answers);
      }
      case 'in':
        return this.#membership(node.args as readonly [ASTNode, ASTNode]);
      case 'call':
        return this.#call(node.args[0], node.args[1]);
      default: {
        const operator = OPERATORS.find((each) => each === node.op);
        return operator && this.#comparison(operator, node.args as readonly [ASTNode, ASTNode]);
      }
    }
  }

  /** Asks a test, once however often it stands in the expression. */
  #ask(test: TestPlan): Answers {
    const key = JSON.stringify(test, (_, value) => (value instanceof Uint8Array ? [...value] : value));
    let number = this.#known.get(key);
    if (number === undefined) {
      number = this.tests.push(test) - 1;
      this.#known.set(key, number);
    }
    const bit = 1 << number;
    return (answers) => (answers & bit) !== 0;
  }

  #call(name: string, args: readonly ASTNode[]): Answers | undefined {
    const column = args.length === 1 ? this.#column(args[0]!) : undefined;
    if (column === undefined) return undefined;
    if (name === 'isUln') return this.#ask({ kind: 'uln', column });
    return name === 'isUci' ? this.#ask({ kind: 'uci', column }) : undefined;
  }

  #membership([left, right]: readonly [ASTNode, ASTNode]): Answers | undefined {
    const column = this.#column(left);
    const texts = this.#texts(right);
    if (column === undefined || !texts) return undefined;
    const encoded = texts.map((text) => encoder.encode(text));
    if (encoded.reduce((size, { length }) => size + length + 16, 0) > TEXTS_BYTES) return undefined;
    return this.#ask({ kind: 'is', column, texts: encoded, fixed: true });
  }

  #comparison(operator: Operator, [left, right]: readonly [ASTNode, ASTNode]): Answers | undefined {
    const column = this.#column(left);
    if (column !== undefined) return this.#ofColumn(operator, column, right);
    const flipped = this.#column(right);
    if (flipped !== undefined) return this.#ofColumn(FLIPPED[operator], flipped, left);
    return this.#numbers(operator, left, right);
  }

  #ofColumn(operator: Operator, column: number, right: ASTNode): Answers | undefined {
    const other = this.#column(right);
    const text = this.#text(right);
    if (other === undefined && text === undefined) return undefined;
    const equality = operator === '==' || operator === '!=';
    if (!equality) {
      const ascii = this.#names.isAscii(column) && (other === undefined || this.#names.isAscii(other));
      if (!ascii) return undefined;
      return this.#ask({ kind: 'order', column, operator, other: other ?? encoder.encode(text) });
    }
    const asked =
      other === undefined
        ? this.#ask({ kind: 'is', column, texts: [encoder.encode(text)], fixed: true })
        : this.#ask({ kind: 'same', column, other });
    return operator === '==' ? asked : (answers) => !asked(answers);
  }

  /** `int(a) + 1 <= int(b)`: one column on each side, or a column and a number. */
  #numbers(operator: Operator, left: ASTNode, right: ASTNode): Answers | undefined {
    const [a, b] = [this.#sum(left), this.#sum(right)];
    if (!a || !b) return undefined;
    const plus = a.plus - b.plus;
    if (Math.abs(plus) > MIRROR_LIMIT) return undefined;
    if (a.part) return this.#ask({ kind: 'number', left: a.part, plus, operator, ...(b.part && { right: b.part }) });
    if (!b.part) return undefined;
    return this.#ask({ kind: 'number', left: b.part, plus: -plus, operator: FLIPPED[operator] });
  }

  #sum(node: ASTNode): { readonly part?: NumberPart; readonly plus: number } | undefined {
    if (node.op === 'value') return typeof node.args === 'bigint' ? { plus: Number(node.args) } : undefined;
    if (node.op === '+' || node.op === '-') {
      const [left, right] = (node.args as readonly ASTNode[]).map((each) => this.#sum(each));
      if (!left || !right || right.part)
        return node.op === '+' && left && !left.part && right ? plusOf(right, left.plus) : undefined;
      return plusOf(left, node.op === '+' ? right.plus : -right.plus);
    }
    if (node.op !== 'call' || node.args[0] !== 'int' || node.args[1].length !== 1) return undefined;
    const part = this.#part(node.args[1][0]!);
    return part && { part, plus: 0 };
  }

  #part(node: ASTNode): NumberPart | undefined {
    const column = this.#column(node);
    if (column !== undefined) return { column, from: 0 };
    if (node.op !== 'rcall' || node.args[0] !== 'substring') return undefined;
    const [, text, bounds] = node.args;
    const of = this.#column(text);
    const [from, to] = bounds.map((bound) =>
      bound.op === 'value' && typeof bound.args === 'bigint' ? Number(bound.args) : -1,
    );
    if (of === undefined || from === undefined || from < 0 || (to !== undefined && to < 0)) return undefined;
    return to === undefined ? { column: of, from } : { column: of, from, to };
  }

  #column(node: ASTNode): number | undefined {
    if (node.op === 'id') return this.#names.column(node.args);
    if (node.op !== '[]') return undefined;
    const [object, key] = node.args;
    return object.op === 'id' && object.args === 'row' && key.op === 'value'
      ? this.#names.column(String(key.args))
      : undefined;
  }

  #text(node: ASTNode): string | undefined {
    const value = node.op === 'value' ? node.args : this.#ofContext(node);
    return typeof value === 'string' ? value : undefined;
  }

  #texts(node: ASTNode): readonly string[] | undefined {
    const values = node.op === 'list' ? node.args.map((each) => this.#text(each)) : this.#ofContext(node);
    if (!Array.isArray(values)) return undefined;
    return values.every((each) => typeof each === 'string') ? values : undefined;
  }

  #ofContext(node: ASTNode): unknown {
    if (node.op !== '.') return undefined;
    const [object, name] = node.args;
    return object.op === 'id' && object.args === 'context' ? this.#names.context[name] : undefined;
  }
}

function plusOf<T extends { readonly plus: number }>(sum: T, more: number): T {
  return { ...sum, plus: sum.plus + more };
}
