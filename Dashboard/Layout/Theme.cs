using MudBlazor;

namespace Paretune.Dashboard.Layout;

/// <summary>Colours of both themes; every text reaches WCAG AA (4.5 to 1) on its ground.</summary>
internal static class Theme
{
    private static readonly string[] Fonts = ["system-ui", "Segoe UI", "Roboto", "DejaVu Sans", "sans-serif"];

    public static MudTheme Paretune { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5cad",
            Secondary = "#8a3b00",
            Error = "#b3261e",
            Warning = "#7a4d00",
            Success = "#146c2e",
            Info = "#0b5cad",
            Background = "#ffffff",
            Surface = "#ffffff",
            TextPrimary = "#1b1f24",
            TextSecondary = "#4a525c",
            TextDisabled = "#5c6570",
            ActionDefault = "#4a525c",
            LinesDefault = "#d0d7de",
            LinesInputs = "#6a737d",
            TableLines = "#d0d7de",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7cc4ff",
            PrimaryContrastText = "#05233d",
            Secondary = "#ffb68a",
            Error = "#ff9a92",
            ErrorContrastText = "#3d0805",
            Warning = "#ffc96b",
            Success = "#7edc9a",
            Info = "#7cc4ff",
            Background = "#14181d",
            Surface = "#1b2027",
            TextPrimary = "#e8ecf1",
            TextSecondary = "#b3bcc7",
            TextDisabled = "#98a2ae",
            ActionDefault = "#b3bcc7",
            LinesDefault = "#39424d",
            LinesInputs = "#8a94a0",
            TableLines = "#39424d",
        },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Fonts },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none" }
        },
        LayoutProperties = new() { DefaultBorderRadius = "6px" },
    };
}
