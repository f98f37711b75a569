import java.io.File;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Prints a line for each finding of Apache PDFBox Preflight (PDF/A-1b), and how many files it judged. */
public class Preflight {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            for (ValidationResult.ValidationError error : judged(file).getErrorsList()) {
                System.out.println(new File(file).getName() + ": " + error.getErrorCode() + " " + error.getDetails());
            }
        }
        System.out.println("judged " + files.length);
    }

    private static ValidationResult judged(String file) throws Exception {
        try {
            PreflightParser parser = new PreflightParser(new File(file));
            parser.parse();
            try (PreflightDocument document = parser.getPreflightDocument()) {
                document.validate();
                return document.getResult();
            }
        } catch (SyntaxValidationException broken) {
            return broken.getResult();
        }
    }
}
