import { dirname, resolve } from 'path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '..', '..');
/** Code of the project itself; packages stay unresolved, which keeps the reading of it fast. */
const OPTIONS: ts.CompilerOptions = { target: ts.ScriptTarget.ES2023, strict: true, noEmit: true, types: [], skipLibCheck: true };

/** A name that a file imports from a package: `PutCommand` of `@aws-sdk/lib-dynamodb`. */
export interface PackageImport {
  readonly from: string;
  readonly name: string;
}

/**
 * What a program may run, starting from one file: a function counts where it is named, a method where it is named on its
 * class (or on an interface that the class fits) and the class is made. So a class of which a handler uses one method
 * lends it that method's imports alone.
 */
export class ReachableCode {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  private readonly visited = new Set<ts.Node>();
  private readonly classes = new Set<ts.ClassLikeDeclaration>();
  /** Members that are named on an interface, or on a value of unknown type: those of every fitting class count. */
  private readonly wanted = new Map<string, ts.Type | undefined>();
  private readonly imports = new Map<string, PackageImport>();

  constructor(entry: string) {
    const host = ts.createCompilerHost(OPTIONS);
    host.resolveModuleNameLiterals = (literals, file) => literals.map(({ text }) => ({ resolvedModule: resolveRelative(text, file) }));
    this.program = ts.createProgram([entry], OPTIONS, host);
    this.checker = this.program.getTypeChecker();
    const file = this.program.getSourceFile(entry);
    if (!file) throw new Error(`there should be a file ${entry}`);
    file.statements.filter((statement) => !ts.isImportDeclaration(statement)).forEach((statement) => this.visit(statement));
  }

  /** Everything of packages that the code names, types left out. */
  public packageImports(): PackageImport[] {
    return [...this.imports.values()];
  }

  private visit(node: ts.Node): void {
    if (this.visited.has(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    this.visited.add(node);
    if (ts.isClassLike(node)) return this.visitClass(node);
    if (loadsAtRunTime(node)) throw new Error(`${node.getSourceFile().fileName} should import what it uses at its top: ${node.getText()} is not followed`);
    if (ts.isPropertyAccessExpression(node)) this.follow(node.name);
    else if (ts.isIdentifier(node)) this.follow(node);
    else if (ts.isBindingElement(node)) this.followBinding(node);
    ts.forEachChild(node, (child) => this.visit(child));
  }

  /** What runs when an instance is made; its methods wait until they are named. */
  private visitClass(node: ts.ClassLikeDeclaration): void {
    this.classes.add(node);
    node.heritageClauses?.filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword).forEach((clause) => this.visit(clause));
    node.members.filter(runsAtConstruction).forEach((member) => this.visit(member));
    for (const [name, type] of this.wanted) this.visitMember(node, name, type);
  }

  private follow(name: ts.Identifier | ts.MemberName): void {
    const symbol = this.checker.getSymbolAtLocation(name);
    const isShorthand = ts.isShorthandPropertyAssignment(name.parent);
    this.followSymbol(isShorthand ? this.checker.getShorthandAssignmentValueSymbol(name.parent) : symbol, name);
  }

  private followSymbol(symbol: ts.Symbol | undefined, name: ts.Node): void {
    const declarations = symbol?.declarations ?? [];
    if (declarations.length === 0 && ts.isPropertyAccessExpression(name.parent)) this.want(name.getText(), undefined);
    for (const declaration of declarations) this.followDeclaration(declaration);
  }

  private followDeclaration(declaration: ts.Declaration): void {
    if (ts.isImportSpecifier(declaration)) {
      const aliased = this.checker.getAliasedSymbol(this.checker.getSymbolAtLocation(declaration.name)!);
      if (aliased.declarations) aliased.declarations.forEach((target) => this.followDeclaration(target));
      else this.notePackageImport(declaration);
    } else if (ts.isNamespaceImport(declaration) || ts.isImportClause(declaration)) {
      this.noteWholePackage(declaration);
    } else if (ts.isMethodSignature(declaration) || ts.isPropertySignature(declaration)) {
      if (isOwn(declaration)) this.want(declaration.name.getText(), this.checker.getTypeAtLocation(declaration.parent));
    } else if (isOwn(declaration)) {
      this.visit(declaration);
    }
  }

  /** `const { run } = object` names the member `run`. */
  private followBinding(element: ts.BindingElement): void {
    const name = element.propertyName ?? element.name;
    if (!ts.isIdentifier(name)) return;
    this.followSymbol(this.checker.getTypeAtLocation(element.parent).getProperty(name.text), name);
  }

  private want(name: string, type: ts.Type | undefined): void {
    if (this.wanted.has(name)) type = undefined;
    this.wanted.set(name, type);
    this.classes.forEach((node) => this.visitMember(node, name, type));
  }

  private visitMember(node: ts.ClassLikeDeclaration, name: string, type: ts.Type | undefined): void {
    if (type && !this.checker.isTypeAssignableTo(this.checker.getTypeAtLocation(node), type)) return;
    node.members.filter((member) => member.name?.getText() === name).forEach((member) => this.visit(member));
  }

  private notePackageImport({ name, propertyName, parent, isTypeOnly }: ts.ImportSpecifier): void {
    const clause = parent.parent;
    if (isTypeOnly || clause.isTypeOnly) return;
    this.note((clause.parent.moduleSpecifier as ts.StringLiteral).text, (propertyName ?? name).getText());
  }

  private noteWholePackage(declaration: ts.NamespaceImport | ts.ImportClause): void {
    const clause = ts.isNamespaceImport(declaration) ? declaration.parent : declaration;
    this.note((clause.parent.moduleSpecifier as ts.StringLiteral).text, '*');
  }

  private note(from: string, name: string): void {
    this.imports.set(`${from} ${name}`, { from, name });
  }
}

function loadsAtRunTime(node: ts.Node): boolean {
  return ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require');
}

function runsAtConstruction(member: ts.ClassElement): boolean {
  return ts.isConstructorDeclaration(member) || ts.isPropertyDeclaration(member) || ts.isClassStaticBlockDeclaration(member);
}

function isOwn(node: ts.Node): boolean {
  return !node.getSourceFile().isDeclarationFile;
}

function resolveRelative(name: string, from: string): ts.ResolvedModuleFull | undefined {
  if (!name.startsWith('.')) return undefined;
  const base = resolve(dirname(from), name);
  const file = [`${base}.ts`, `${base}/index.ts`].find((candidate) => ts.sys.fileExists(candidate));
  return file && file.startsWith(ROOT) ? { resolvedFileName: file, extension: ts.Extension.Ts, isExternalLibraryImport: false } : undefined;
}
