import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;

/** Reads texts (UTF-8 in base64, one a line) and writes what java.util.Properties loads: names and values in order. */
public final class Load {
    public static void main(String[] arguments) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line; (line = lines.readLine()) != null; ) {
            var answer = new StringBuilder("[");
            var properties = new Properties() {
                @Override
                public synchronized Object put(Object key, Object value) {
                    answer.append(answer.length() > 1 ? ", [" : "[");
                    answer.append(quoted((String) key)).append(", ").append(quoted((String) value)).append("]");
                    return super.put(key, value);
                }
            };
            try {
                properties.load(new StringReader(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8)));
                System.out.println(answer.append("]"));
            } catch (IllegalArgumentException refused) {
                System.out.println("null");
            }
        }
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(unit -> quoted.append(String.format("\\u%04x", unit)));
        return quoted.append("\"").toString();
    }
}
