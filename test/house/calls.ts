import path from "node:path";
import ts from "typescript-5";
import { trees } from "./syntax.ts";

const ROOT = "/src";

/** A function with a name: what it refers to, by calls and as an argument of calls. */
export interface NamedFunction {
  /** `file: name`; a method has its class or object before a dot. */
  readonly name: string;
  readonly node: ts.Node;
  readonly refersTo: Set<string>;
}

/** The named functions of these files, by their names, with the functions of the same files that they refer to. */
export function functionsOf(files: ReadonlyMap<string, ts.SourceFile>): ReadonlyMap<string, NamedFunction> {
  const checker = checkerOf(files);
  const functions = new Map<ts.Node, NamedFunction>();
  for (const tree of files.values()) {
    eachNode(tree, (node) => {
      const name = isFunction(node) ? nameOf(node) : null;
      if (name === null) return;
      const full = `${tree.fileName.slice(ROOT.length + 1)}: ${name}`;
      functions.set(node, { name: full, node, refersTo: new Set() });
    });
  }
  for (const tree of files.values()) {
    eachNode(tree, (node) => {
      if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node)) return;
      const target = functions.get(declarationOf(checker, node) ?? node);
      const user = enclosing(functions, node);
      if (target !== undefined && user !== undefined && !isItsName(node)) user.refersTo.add(target.name);
    });
  }
  return new Map([...functions.values()].map((each) => [each.name, each]));
}

/** The files of `src`, as a program of the compiler sees them. */
export const sourceFiles = (): ReadonlyMap<string, ts.SourceFile> =>
  new Map([...trees].map(([file, tree]) => [file, placed(file, tree.text)]));

/** A file of a given text, at the place where imports find it. */
export function placed(file: string, text: string): ts.SourceFile {
  const kind = file.endsWith(".mjs") ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  return ts.createSourceFile(`${ROOT}/${file}`, text, ts.ScriptTarget.Latest, true, kind);
}

/** Resolves names only: without the types of libraries it takes a second. */
function checkerOf(files: ReadonlyMap<string, ts.SourceFile>): ts.TypeChecker {
  const byPath = new Map([...files.values()].map((tree) => [tree.fileName, tree]));
  const options: ts.CompilerOptions = {
    noLib: true,
    types: [],
    allowJs: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.Latest,
  };
  const host: ts.CompilerHost = {
    getSourceFile: (name) => byPath.get(name),
    fileExists: (name) => byPath.has(name),
    readFile: (name) => byPath.get(name)?.text,
    resolveModuleNameLiterals: (names, importer) =>
      names.map(({ text }) => {
        const resolvedFileName = path.posix.join(path.posix.dirname(importer), text);
        const isOurs = text.startsWith(".") && byPath.has(resolvedFileName);
        return { resolvedModule: isOurs ? { resolvedFileName, extension: path.extname(text) } : undefined };
      }),
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => {},
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  };
  return ts.createProgram([...byPath.keys()], options, host).getTypeChecker();
}

function eachNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  const open: ts.Node[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    visit(next);
    ts.forEachChild(next, (child) => {
      open.push(child);
    });
  }
}

const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionLike(node) && "body" in node && node.body !== undefined;

/** The name of a function: its own, or that of the constant or member that holds it. */
function nameOf(node: ts.FunctionLikeDeclaration): string | null {
  const holder = ts.isArrowFunction(node) || ts.isFunctionExpression(node) ? node.parent : node;
  if (!("name" in holder) || holder.name === undefined) return null;
  const name = (holder.name as ts.Node).getText();
  const outer = ts.isClassLike(holder.parent)
    ? (holder.parent.name?.text ?? "class")
    : ts.isObjectLiteralExpression(holder.parent)
      ? nameOfObject(holder.parent)
      : null;
  return outer === null ? name : `${outer}.${name}`;
}

const nameOfObject = ({ parent }: ts.ObjectLiteralExpression): string =>
  ts.isVariableDeclaration(parent) ? parent.name.getText() : "object";

/** The function that a name stands for. */
function declarationOf(checker: ts.TypeChecker, name: ts.Identifier | ts.PrivateIdentifier): ts.Node | undefined {
  const member = memberOfConstant(checker, name);
  if (member !== undefined) return member;
  const found = checker.getSymbolAtLocation(name);
  const symbol = found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
  return functionIn(symbol?.valueDeclaration);
}

/** `csv.write` of `const csv: StorageType = { write() {} }`: its type leads to the interface only. */
function memberOfConstant(checker: ts.TypeChecker, name: ts.Node): ts.Node | undefined {
  const access = name.parent;
  if (!ts.isPropertyAccessExpression(access) || access.name !== name) return undefined;
  const found = ts.isIdentifier(access.expression) ? checker.getSymbolAtLocation(access.expression) : undefined;
  const symbol = found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
  const constant = symbol?.valueDeclaration;
  if (constant === undefined || !ts.isVariableDeclaration(constant) || constant.initializer === undefined)
    return undefined;
  if (!ts.isObjectLiteralExpression(constant.initializer)) return undefined;
  return functionIn(constant.initializer.properties.find((member) => member.name?.getText() === name.getText()));
}

function functionIn(declaration: ts.Node | undefined): ts.Node | undefined {
  if (declaration === undefined || isFunction(declaration)) return declaration;
  return "initializer" in declaration ? (declaration.initializer as ts.Node | undefined) : undefined;
}

function enclosing(functions: ReadonlyMap<ts.Node, NamedFunction>, node: ts.Node): NamedFunction | undefined {
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) {
    const found = functions.get(outer);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether it is the name in a declaration, and no use of it. */
const isItsName = (node: ts.Node): boolean =>
  "name" in node.parent && node.parent.name === node && !ts.isPropertyAccessExpression(node.parent);
