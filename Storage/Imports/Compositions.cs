namespace Paretune.Storage.Imports;

/// <summary>
/// The characters that Unicode composes of two: for each combining mark its class and pairs of a letter and the composed character. From
/// UnicodeData.txt 14.0, primary composites of the first plane; Hangul syllables are computed.
/// </summary>
internal static class Compositions
{
    private const int FirstSyllable = 0xAC00, FirstLead = 0x1100, FirstVowel = 0x1161, FirstTail = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28;

    private static readonly Dictionary<char, (int Class, string Pairs)> Marks = new()
    {
        ['\u0300'] = (230,
            "AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹЕЀИЍеѐиѝĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳἀἂἁἃἈἊἉἋἐἒἑἓἘἚἙἛἠἢἡἣἨἪἩἫἰἲἱἳ" +
            "ἸἺἹἻὀὂὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣὨὪὩὫαὰεὲηὴιὶοὸυὺωὼΑᾺΕῈΗῊ᾿῍ϊῒΙῚ῾῝ϋῢΥῪ¨῭ΟῸΩῺ"),
        ['\u0301'] = (230,
            "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿ¨΅ΑΆΕΈΗΉΙΊΟΌΥΎΩΏϊΐαάεέηήιίϋΰοόυύωώϒϓ" +
            "ГЃКЌгѓкќÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứἀἄἁἅἈἌἉἍἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭἰἴἱἵἸἼἹἽ" +
            "ὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ᾿῎῾῞"),
        ['\u0302'] = (230, "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ"),
        ['\u0303'] = (230, "AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"),
        ['\u0304'] = (230, "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳИӢиӣУӮуӯGḠgḡḶḸḷḹṚṜṛṝαᾱΑᾹιῑΙῙυῡΥῩ"),
        ['\u0306'] = (230, "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭУЎИЙийуўЖӁжӂАӐаӑЕӖеӗȨḜȩḝẠẶạặαᾰΑᾸιῐΙῘυῠΥῨ"),
        ['\u0307'] = (230, "CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎyẏſẛ"),
        ['\u0308'] = (230,
            "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸΙΪΥΫιϊυϋϒϔЕЁІЇеёіїАӒаӓӘӚәӛЖӜжӝЗӞзӟИӤиӥОӦоӧӨӪөӫЭӬэӭУӰуӱЧӴчӵЫӸыӹHḦhḧÕṎõṏŪṺūṻWẄwẅXẌ" +
            "xẍtẗ"),
        ['\u0309'] = (230, "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ"),
        ['\u030A'] = (230, "AÅaåUŮuůwẘyẙ"),
        ['\u030B'] = (230, "OŐoőUŰuűУӲуӳ"),
        ['\u030C'] = (230, "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮʒǯjǰHȞhȟ"),
        ['\u030F'] = (230, "AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕѴѶѵѷ"),
        ['\u0311'] = (230, "AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"),
        ['\u0313'] = (230, "αἀΑἈεἐΕἘηἠΗἨιἰΙἸοὀΟὈυὐωὠΩὨρῤ"),
        ['\u0314'] = (230, "αἁΑἉεἑΕἙηἡΗἩιἱΙἹοὁΟὉυὑΥὙωὡΩὩρῥΡῬ"),
        ['\u031B'] = (216, "OƠoơUƯuư"),
        ['\u0323'] = (220, "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ"),
        ['\u0324'] = (220, "UṲuṳ"),
        ['\u0325'] = (220, "AḀaḁ"),
        ['\u0326'] = (220, "SȘsșTȚtț"),
        ['\u0327'] = (202, "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"),
        ['\u0328'] = (202, "AĄaąEĘeęIĮiįUŲuųOǪoǫ"),
        ['\u032D'] = (220, "DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ"),
        ['\u032E'] = (220, "HḪhḫ"),
        ['\u0330'] = (220, "EḚeḛIḬiḭUṴuṵ"),
        ['\u0331'] = (220, "BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"),
        ['\u0338'] = (1, "←↚→↛↔↮⇐⇍⇔⇎⇒⇏∃∄∈∉∋∌∣∤∥∦∼≁≃≄≅≇≈≉=≠≡≢≍≭<≮>≯≤≰≥≱≲≴≳≵≶≸≷≹≺⊀≻⊁⊂⊄⊃⊅⊆⊈⊇⊉⊢⊬⊨⊭⊩⊮⊫⊯≼⋠≽⋡⊑⋢⊒⋣⊲⋪⊳⋫⊴⋬⊵⋭"),
        ['\u0342'] = (230, "ἀἆἁἇἈἎἉἏἠἦἡἧἨἮἩἯἰἶἱἷἸἾἹἿὐὖὑὗὙὟὠὦὡὧὨὮὩὯαᾶ¨῁ηῆ᾿῏ιῖϊῗ῾῟υῦϋῧωῶ"),
        ['\u0345'] = (240,
            "ἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἈᾈἉᾉἊᾊἋᾋἌᾌἍᾍἎᾎἏᾏἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗἨᾘἩᾙἪᾚἫᾛἬᾜἭᾝἮᾞἯᾟὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὨᾨὩᾩὪᾪὫᾫὬᾬὭᾭὮᾮὯᾯὰᾲαᾳάᾴᾶᾷ" +
            "ΑᾼὴῂηῃήῄῆῇΗῌὼῲωῳώῴῶῷΩῼ"),
        ['\u0653'] = (230, "\u0627\u0622"),
        ['\u0654'] = (230, "\u0627\u0623\u0648\u0624\u064A\u0626\u06D5\u06C0\u06C1\u06C2\u06D2\u06D3"),
        ['\u0655'] = (220, "\u0627\u0625"),
        ['\u093C'] = (7, "नऩरऱळऴ"),
        ['\u09BE'] = (0, "\u09C7\u09CB"),
        ['\u09D7'] = (0, "\u09C7\u09CC"),
        ['\u0B3E'] = (0, "\u0B47\u0B4B"),
        ['\u0B56'] = (0, "\u0B47\u0B48"),
        ['\u0B57'] = (0, "\u0B47\u0B4C"),
        ['\u0BBE'] = (0, "\u0BC6\u0BCA\u0BC7\u0BCB"),
        ['\u0BD7'] = (0, "ஒஔ\u0BC6\u0BCC"),
        ['\u0C56'] = (91, "\u0C46\u0C48"),
        ['\u0CC2'] = (0, "\u0CC6\u0CCA"),
        ['\u0CD5'] = (0, "\u0CBF\u0CC0\u0CC6\u0CC7\u0CCA\u0CCB"),
        ['\u0CD6'] = (0, "\u0CC6\u0CC8"),
        ['\u0D3E'] = (0, "\u0D46\u0D4A\u0D47\u0D4B"),
        ['\u0D57'] = (0, "\u0D46\u0D4C"),
        ['\u0DCA'] = (9, "\u0DD9\u0DDA\u0DDC\u0DDD"),
        ['\u0DCF'] = (0, "\u0DD9\u0DDC"),
        ['\u0DDF'] = (0, "\u0DD9\u0DDE"),
        ['\u102E'] = (0, "ဥဦ"),
        ['\u1B35'] = (0, "ᬅᬆᬇᬈᬉᬊᬋᬌᬍᬎᬑᬒ\u1B3A\u1B3B\u1B3C\u1B3D\u1B3E\u1B40\u1B3F\u1B41\u1B42\u1B43"),
        ['\u3099'] = (8, "かがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼうゔゝゞカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボウヴワヷヰヸヱヹヲヺヽヾ"),
        ['\u309A'] = (8, "はぱひぴふぷへぺほぽハパヒピフプヘペホポ"),
    };

    /// <summary>Returns the combining class of a mark in the table; null for other characters.</summary>
    public static int? ClassOf(char mark) => Marks.TryGetValue(mark, out var known) ? known.Class : null;

    /// <summary>Composes two characters; null if they do not compose.</summary>
    public static char? Compose(char letter, char mark)
    {
        var (lead, vowel, tail) = (letter - FirstLead, mark - FirstVowel, mark - FirstTail);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
            return (char)(FirstSyllable + (lead * Vowels + vowel) * Tails);
        var syllable = letter - FirstSyllable;
        if (syllable is >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0 && tail is > 0 and < Tails)
            return (char)(letter + tail);
        if (!Marks.TryGetValue(mark, out var known))
            return null;
        for (var at = 0; at < known.Pairs.Length; at += 2)
            if (known.Pairs[at] == letter)
                return known.Pairs[at + 1];
        return null;
    }
}
