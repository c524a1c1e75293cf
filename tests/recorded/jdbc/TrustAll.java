import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** A trust manager that accepts everything, named by trustManagerClass in the measurements. */
public class TrustAll implements X509TrustManager {
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
    }

    public void checkServerTrusted(X509Certificate[] chain, String kind) {
    }

    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
