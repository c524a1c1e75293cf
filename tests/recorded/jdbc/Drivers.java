import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.Driver;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Asks the driver on the class path what it makes of URLs; one line in, one JSON line out.
 *
 * A line: `parse URL` gives the properties that the driver's own parser reads; `takes URL` gives what is thrown before
 * the network is reached; `connect URL` connects and gives what was thrown. URL is base64 of UTF-8.
 */
public class Drivers {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        boolean jtds = arguments[0].equals("jtds");
        Driver driver = (Driver) Class.forName(
                jtds ? "net.sourceforge.jtds.jdbc.Driver" : "com.microsoft.sqlserver.jdbc.SQLServerDriver")
                .getDeclaredConstructor().newInstance();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line; (line = in.readLine()) != null; System.out.flush()) {
            String[] words = line.split(" ");
            String url = new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8);
            if (words[0].equals("parse")) {
                System.out.println(parsed(url, jtds));
                continue;
            }
            String thrown = words[0].equals("takes") ? taken(driver, url) : connected(driver, url, new Properties());
            System.out.println("{\"thrown\": " + (thrown == null ? "null" : quoted(thrown)) + "}");
        }
    }

    /** What was thrown, null if nothing was. */
    private static String connected(Driver driver, String url, Properties properties) {
        try {
            return driver.connect(url, properties) == null ? "not mine" : null;
        } catch (Throwable e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** What was thrown before the driver came to the network, null if it came. */
    private static String taken(Driver driver, String url) throws Exception {
        try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            Properties there = new Properties();
            there.setProperty("serverName", "127.0.0.1");
            there.setProperty("portNumber", String.valueOf(door.getLocalPort()));
            there.setProperty("loginTimeout", "1");
            there.setProperty("connectRetryCount", "0");
            CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();
            Thread knocking = new Thread(() -> outcome.complete(Optional.ofNullable(connected(driver, url, there))));
            Thread opening = new Thread(() -> {
                try {
                    door.accept().close();
                    outcome.complete(Optional.empty());
                } catch (IOException e) {
                    // nobody came
                }
            });
            for (Thread each : new Thread[] {knocking, opening}) {
                each.setDaemon(true);
                each.start();
            }
            return outcome.get().orElse(null);
        }
    }

    private static String parsed(String url, boolean jtds) throws Exception {
        try {
            Object found = jtds ? jtds(url) : microsoft(url);
            if (found == null) {
                return "{\"properties\": null}";
            }
            StringBuilder out = new StringBuilder();
            new TreeMap<>((Properties) found).forEach((name, value) -> out.append(out.length() == 0 ? "" : ", ")
                    .append(quoted((String) name)).append(": ").append(quoted((String) value)));
            return "{\"properties\": {" + out + "}}";
        } catch (InvocationTargetException e) {
            return "{\"error\": " + quoted(String.valueOf(e.getCause().getMessage())) + "}";
        }
    }

    private static Object microsoft(String url) throws Exception {
        if (!url.startsWith("jdbc:sqlserver://")) {
            return null;
        }
        Method parse = Class.forName("com.microsoft.sqlserver.jdbc.Util")
                .getDeclaredMethod("parseUrl", String.class, Logger.class);
        parse.setAccessible(true);
        return parse.invoke(null, url, Logger.getLogger("x"));
    }

    private static Object jtds(String url) throws Exception {
        Method parse = Class.forName("net.sourceforge.jtds.jdbc.Driver")
                .getDeclaredMethod("parseURL", String.class, Properties.class);
        parse.setAccessible(true);
        return parse.invoke(null, url, new Properties());
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 32 || c > 126) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
