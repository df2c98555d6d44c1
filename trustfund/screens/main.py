"""The script that Streamlit runs for every look at a page."""

from trustfund.screens import navigation

navigation.run()
