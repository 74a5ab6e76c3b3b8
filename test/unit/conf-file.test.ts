import { describe, expect, it } from 'vitest';
import { ConfSyntaxError, parseConf } from '../../src/api/uri/conf-file.js';

const parsed = (text: string) => Object.fromEntries(parseConf(text));

describe('a configuration file', () => {
  it('of nothing says nothing', () => {
    for (const text of ['', '\n\n', '# only\n  # comments', ' \t\r\n']) expect(parsed(text)).toEqual({});
  });

  it('has strings in every kind of quotes, numbers, and lists', () => {
    const text = `
# A comment.
uri_default = "qemu:///system"
single = 'it has "quotes"'   # and a comment
block = """over
"two" lines"""
number=42
negative = -7
empty = ""
list = [ "a", 'b',
   "c"
]
none = []
after.a-key_1 = 1`;
    expect(parsed(text)).toEqual({
      uri_default: 'qemu:///system',
      single: 'it has "quotes"',
      block: 'over\n"two" lines',
      number: 42n,
      negative: -7n,
      empty: '',
      list: ['a', 'b', 'c'],
      none: [],
      'after.a-key_1': 1n,
    });
  });

  it('has a backslash and a number sign in a string as they are', () => {
    expect(parsed(`key = "C:\\\\x # no comment"`)).toEqual({ key: 'C:\\\\x # no comment' });
  });

  it('may end its lines as Windows does, and lists with a comma', () => {
    expect(parsed('a = 1\r\nb = [\r\n"x",\r\n]\r\n')).toEqual({ a: 1n, b: ['x'] });
  });

  it('says last what counts', () => {
    expect(parsed('a = 1\na = 2')).toEqual({ a: 2n });
  });

  it.each<[string, number, string]>([
    ['a', 1, 'an equals sign after a was expected, and the end of the file came'],
    ['a =', 1, 'a value for a was expected, and the end of the file came'],
    ['a =\n1', 1, 'a value for a was expected, and the end of the line came'],
    ['a = b', 1, 'a value for a was expected, and b came'],
    ['a = 1 2', 1, 'the end of the line was expected, and 2 came'],
    ['\n\n= 1', 3, 'a key was expected, and = came'],
    ['a = "x', 1, 'cannot read "\\"x"'],
    ['a = "x\ny"', 1, 'cannot read "\\"x"'],
    ["a = 1\nb = 'x", 2, 'cannot read'],
    ['a = [ "x"', 1, 'a list has no closing bracket'],
    ['a = [ "x" "y" ]', 1, 'a comma or a closing bracket was expected, and y came'],
    ['a = [ , ]', 1, 'a string in quotes was expected, and , came'],
    ['a = [ "x",\n 1 ]', 2, 'a string in quotes was expected, and 1 came'],
    ['a = [ [ ] ]', 1, 'a string in quotes was expected, and [ came'],
    ['a = """x\ny', 1, 'cannot read'],
    ['b = """1\n2"""\na = %', 3, 'cannot read "%"'],
    ['a = ]', 1, 'a value for a was expected, and ] came'],
    ['"a" = 1', 1, 'a key was expected, and a came'],
  ])('that cannot be read says where and why: %j', (text, line, message) => {
    const error = (() => {
      try {
        parseConf(text);
      } catch (reason) {
        return reason;
      }
      return undefined;
    })();
    expect(error).toBeInstanceOf(ConfSyntaxError);
    expect(error).toMatchObject({ line, message: expect.stringContaining(message) });
  });
});
