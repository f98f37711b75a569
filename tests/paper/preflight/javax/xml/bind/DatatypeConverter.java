package javax.xml.bind;

import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;

/** The two functions Preflight calls; Java dropped the class in version 11. */
public class DatatypeConverter {
    public static int parseInt(String text) {
        return Integer.parseInt(text.strip());
    }

    public static Calendar parseDateTime(String text) {
        return GregorianCalendar.from(ZonedDateTime.parse(text));
    }
}
