package javax.activation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What Preflight reads from; Java dropped it in version 11 and Debian's PDFBox does not bring it. */
public interface DataSource {
    InputStream getInputStream() throws IOException;

    OutputStream getOutputStream() throws IOException;

    String getContentType();

    String getName();
}
