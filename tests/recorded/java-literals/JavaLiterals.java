import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * What javac reads in sources: a line in (base64 of UTF-8), a JSON line out.
 *
 * {"errors": N, "literals": [[start, end, value]...], "sums": [[start, end, value]...]}: string literals, and
 * the longest sums of nothing but string literals. Offsets count UTF-16 units.
 */
public class JavaLiterals {
    public static void main(String[] arguments) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line; (line = in.readLine()) != null;) {
            System.out.println(read(compiler, new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8)));
            System.out.flush();
        }
    }

    private static String read(JavaCompiler compiler, String source) throws Exception {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        SimpleJavaFileObject file = new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignored) {
                return source;
            }
        };
        List<String> options = List.of("-proc:none", "-XDallowStringFolding=false", "-Xlint:none");
        JavacTask task = (JavacTask) compiler.getTask(null, null, said, options, null, List.of(file));
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<String> literals = new ArrayList<>();
        List<String> sums = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            new TreeScanner<Void, Boolean>() {
                @Override
                public Void visitLiteral(LiteralTree node, Boolean inside) {
                    if (node.getValue() instanceof String) {
                        literals.add(place(node, (String) node.getValue()));
                    }
                    return null;
                }

                @Override
                public Void visitBinary(BinaryTree node, Boolean inside) {
                    String sum = inside == null ? sum(node) : null;
                    if (sum != null) {
                        sums.add(place(node, sum));
                    }
                    scan(node.getLeftOperand(), sum != null || inside != null ? true : null);
                    return scan(node.getRightOperand(), sum != null || inside != null ? true : null);
                }

                private String place(Tree node, String value) {
                    return "[" + positions.getStartPosition(unit, node) + ", " + positions.getEndPosition(unit, node) + ", "
                            + quoted(value) + "]";
                }
            }.scan(unit, null);
        }
        long errors = said.getDiagnostics().stream().filter(d -> d.getKind() == Diagnostic.Kind.ERROR).count();
        return "{\"errors\": " + errors + ", \"literals\": " + literals + ", \"sums\": " + sums + "}";
    }

    /** The value of a sum of nothing but string literals, null for any other. */
    private static String sum(Tree node) {
        if (node instanceof ParenthesizedTree) {
            return sum(((ParenthesizedTree) node).getExpression());
        }
        if (node instanceof LiteralTree) {
            Object value = ((LiteralTree) node).getValue();
            return value instanceof String ? (String) value : null;
        }
        if (node instanceof BinaryTree && node.getKind() == Tree.Kind.PLUS) {
            String left = sum(((BinaryTree) node).getLeftOperand());
            String right = sum(((BinaryTree) node).getRightOperand());
            return left == null || right == null ? null : left + right;
        }
        return null;
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            out.append(c == '"' || c == '\\' || c < 32 || c > 126 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return out.append('"').toString();
    }
}
